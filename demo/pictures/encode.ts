import type { AvifOptions } from 'sharp';
import { resized, toSharp, type Raster } from './raster.ts';

/** The files of one picture: every width as AVIF and as WebP, and a placeholder to inline. */

export const WIDTHS = [320, 640, 960, 1280] as const;
export const FULL_SIDE = 1280;
export const FORMATS = ['avif', 'webp'] as const;

export type Width = (typeof WIDTHS)[number];
export type Format = (typeof FORMATS)[number];

export interface EncodedFile {
  name: `${Width}.${Format}`;
  bytes: Buffer;
}

/**
 * What a card shows (320 and 640) is worth the encoder's time; the larger files are quick ones.
 * Below 80, WebP's alpha has so few steps that shadows show them as rings.
 */
export const ENCODING = {
  avif: (width: Width): AvifOptions =>
    width <= 640
      ? { quality: 62, effort: 1, chromaSubsampling: '4:4:4', tune: 'psnr' }
      : { quality: 55, effort: 0, chromaSubsampling: '4:2:0', tune: 'psnr' },
  webp: { quality: 80, alphaQuality: 80, effort: 1 },
  placeholder: { width: 10, quality: 10, alphaQuality: 30, effort: 6 },
};

/** Encodes a picture of FULL_SIDE. The same pixels give the same bytes. */
export async function encode(picture: Raster): Promise<{ files: EncodedFile[]; placeholder: string }> {
  const small = await resized(picture, 640, 640);
  const sized: [Width, Raster][] = [
    [1280, picture],
    [960, await resized(picture, 960, 960)],
    [640, small],
    [320, await resized(small, 320, 320)],
  ];
  const files = await Promise.all(
    sized.flatMap(([width, raster]) => FORMATS.map((format) => encodeFile(raster, width, format))),
  );
  const { width, ...options } = ENCODING.placeholder;
  const tiny = await toSharp(small).resize(width).webp(options).toBuffer();
  return { files, placeholder: `data:image/webp;base64,${tiny.toString('base64')}` };
}

async function encodeFile(raster: Raster, width: Width, format: Format): Promise<EncodedFile> {
  const image = toSharp(raster);
  const encoded = format === 'avif' ? image.avif(ENCODING.avif(width)) : image.webp(ENCODING.webp);
  return { name: `${width}.${format}`, bytes: await encoded.toBuffer() };
}
