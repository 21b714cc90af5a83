import { type CSSProperties, type ReactNode, useState } from 'react';
import type { Image } from '@/lib/api/shapes';
import type { Elements } from './elements';

const TYPES = ['image/avif', 'image/webp'] as const;

export interface PictureProps {
  image: Image;
  /** The `sizes` of the picture: how wide its tile is drawn. */
  sizes: string;
  /** Pictures in sight at first are fetched at once. */
  eager?: boolean;
  /** Empty where words beside it say the same. */
  alt?: string;
  style?: CSSProperties;
}

/** The object with its shadows on a transparent canvas, put into the tile around it by its placing. */
export function Picture({ image, sizes, eager = false, alt = '', style }: PictureProps) {
  const [loaded, setLoaded] = useState(false);
  const last = image.sources.filter(({ type }) => type === 'image/webp').at(-1) ?? image.sources.at(-1);
  return (
    <span className={`obj ${image.placed}`} style={style}>
      <picture>
        {TYPES.map((type) => {
          const sources = image.sources.filter((source) => source.type === type);
          return (
            sources.length > 0 && (
              <source
                key={type}
                type={type}
                sizes={sizes}
                srcSet={sources.map(({ url, width }) => `${url} ${width}w`).join(', ')}
              />
            )
          );
        })}
        <img
          src={last?.url}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
          decoding="async"
          draggable={false}
          style={loaded ? undefined : { backgroundImage: `url("${image.placeholder}")` }}
          onLoad={() => setLoaded(true)}
          onError={() => setLoaded(true)}
        />
      </picture>
    </span>
  );
}

export interface TileProps extends Omit<PictureProps, 'image'> {
  image: Image | undefined;
  className?: string;
  children?: Elements;
}

/** A corner of a room in the picture's tint; an empty one where a product has no picture yet. */
export function Tile({ image, className = '', style, children, ...picture }: TileProps) {
  return (
    <Room tint={image?.tint} hangs={image?.placed === 'hangs'} className={className} style={style}>
      {image && <Picture image={image} {...picture} />}
      {children}
    </Room>
  );
}

export interface RoomProps {
  tint?: string | undefined;
  hangs?: boolean;
  className?: string;
  style?: CSSProperties | undefined;
  children?: ReactNode;
}

/** The bare room: wall, seam and floor, for whatever is put into it. */
export function Room({ tint = 'var(--tint-chalk)', hangs = false, className = '', style, children }: RoomProps) {
  return (
    <span className={`tile ${hangs ? 'hangs' : ''} ${className}`} style={{ '--tint': tint, ...style } as CSSProperties}>
      {children}
    </span>
  );
}

/** A room that something has left: its light and its trace on the floor, or the nail it hung from. */
export function EmptyRoom({ tint, hangs = false }: { tint: string; hangs?: boolean }) {
  return (
    <Room tint={tint} hangs={hangs}>
      {hangs ? (
        <span className="nail" />
      ) : (
        <>
          <span className="pool" />
          <span className="ghost-foot" />
        </>
      )}
    </Room>
  );
}
