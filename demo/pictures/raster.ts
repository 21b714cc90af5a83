import sharp, { type Sharp } from 'sharp';

/** Pixels in memory: rows of R, G, B and A, alpha not multiplied in. */
export interface Raster {
  width: number;
  height: number;
  data: Buffer;
}

export function toSharp({ data, width, height }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

export async function fromSharp(image: Sharp): Promise<Raster> {
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

export async function resized(raster: Raster, width: number, height: number): Promise<Raster> {
  if (raster.width === width && raster.height === height) return raster;
  return fromSharp(toSharp(raster).resize(width, height, { fit: 'fill' }));
}

export function alphaAt({ width, data }: Raster, x: number, y: number): number {
  return data[(y * width + x) * 4 + 3] ?? 0;
}

export interface PixelBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function cropped(raster: Raster, { left, top, width, height }: PixelBox): Raster {
  const data = Buffer.allocUnsafe(width * height * 4);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * raster.width + left) * 4;
    raster.data.copy(data, y * width * 4, start, start + width * 4);
  }
  return { width, height, data };
}

/** Lays `upper` over `lower`, in place (Porter and Duff's "over"); what sticks out is cut off. */
export function lay(upper: Raster, lower: Raster, left: number, top: number): void {
  const [from, to] = [upper.data, lower.data];
  const first = Math.max(0, -left);
  const last = Math.min(upper.width, lower.width - left);
  for (let y = Math.max(0, -top); y < Math.min(upper.height, lower.height - top); y++) {
    let source = (y * upper.width + first) * 4;
    let target = ((y + top) * lower.width + left + first) * 4;
    for (let x = first; x < last; x++, source += 4, target += 4) {
      const above = from[source + 3]!;
      if (above === 0) continue;
      const below = (to[target + 3]! * (255 - above)) / 255;
      const alpha = above + below;
      for (let c = 0; c < 3; c++) {
        to[target + c] = Math.round((from[source + c]! * above + to[target + c]! * below) / alpha);
      }
      to[target + 3] = Math.round(alpha);
    }
  }
}
