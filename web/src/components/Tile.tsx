import { type CSSProperties, type ReactNode, useState } from 'react';
import type { Image } from '@/lib/api/shapes';
import type { Elements } from './elements';

const TYPES = ['image/avif', 'image/webp'] as const;

export interface PictureProps {
  image: Image;
  /** The `sizes` attribute of the picture: how wide its tile is drawn. */
  sizes: string;
  /** Loaded at once, not lazily: for pictures in the first viewport. */
  eager?: boolean;
  /** Empty where a text beside it says the same. */
  alt?: string;
  style?: CSSProperties;
}

/** A product's picture on a transparent canvas; `image.placed` decides how the tile around it positions it. */
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

/** A product's picture in a frame of its tint; the frame alone where there is no picture. */
export function Tile({ image, className = '', style, children, ...picture }: TileProps) {
  return (
    <TileFrame tint={image?.tint} hangs={image?.placed === 'hangs'} className={className} style={style}>
      {image && <Picture image={image} {...picture} />}
      {children}
    </TileFrame>
  );
}

export interface TileFrameProps {
  tint?: string | undefined;
  hangs?: boolean;
  className?: string;
  style?: CSSProperties | undefined;
  children?: ReactNode;
}

/** The background of a tile: a wall and a floor in one tint. */
export function TileFrame({
  tint = 'var(--tint-chalk)',
  hangs = false,
  className = '',
  style,
  children,
}: TileFrameProps) {
  return (
    <span className={`tile ${hangs ? 'hangs' : ''} ${className}`} style={{ '--tint': tint, ...style } as CSSProperties}>
      {children}
    </span>
  );
}

/** The picture of pages that have nothing to show. */
export function EmptyTile({ tint, hangs = false }: { tint: string; hangs?: boolean }) {
  return (
    <TileFrame tint={tint} hangs={hangs}>
      {hangs ? (
        <span className="nail" />
      ) : (
        <>
          <span className="pool" />
          <span className="ghost-foot" />
        </>
      )}
    </TileFrame>
  );
}
