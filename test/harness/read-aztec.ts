import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, type ReaderOptions, type ReadResult, readBarcodes } from 'zxing-wasm/reader'

const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } })

const options: ReaderOptions = { formats: ['Aztec'], tryHarder: true }

/** A picture in shades of gray: one byte for each pixel, row after row. */
export interface GrayPicture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** The bytes of the one Aztec code in a picture, as ZXing, a reader that is not ours, finds them. */
export async function readAztec({ width, height, pixels }: GrayPicture): Promise<Uint8Array | undefined> {
  const data = new Uint8ClampedArray(width * height * 4)
  for (const [at, gray] of pixels.entries()) data.set([gray, gray, gray, 255], at * 4)
  const picture = { data, width, height, colorSpace: 'srgb' } as unknown as Parameters<typeof readBarcodes>[0]
  return onlyIn(await readBarcodes(picture, options))
}

function onlyIn([found]: readonly ReadResult[]): Uint8Array | undefined {
  return found?.isValid ? found.bytes : undefined
}

/** The same in a picture as a file, such as PNG. */
export async function readAztecIn(file: Uint8Array): Promise<Uint8Array | undefined> {
  return onlyIn(await readBarcodes(Uint8Array.from(file), options))
}
