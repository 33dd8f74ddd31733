import assert from 'node:assert/strict'
import test from 'node:test'
import { drawSymbol, type TicketSymbol } from '../src/app/tickets/draw-symbol.ts'
import { createRandom, seedOf } from './harness/random.ts'
import { type GrayPicture, readAztec } from './harness/read-aztec.ts'

const margin = 3
const white = 255

/** The modules of a path of rectangles, true for dark. */
function modulesOf({ modules, path }: TicketSymbol): (x: number, y: number) => boolean {
  const dark = new Set<number>()
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let step = 0; step < Number(width); step++) dark.add(Number(y) * modules + Number(x) + step)
  return (x, y) => x >= 0 && x < modules && y >= 0 && dark.has(y * modules + x)
}

/** The symbol on paper, four pixels for each module. */
function printed(symbol: TicketSymbol): GrayPicture {
  return pictureOf(symbol, (x, y) => [x / 4 - margin, y / 4 - margin], (symbol.modules + 2 * margin) * 4)
}

/** Draws what is at a place of the symbol for each pixel; beyond the symbol there is white. */
function pictureOf(
  symbol: TicketSymbol,
  placeOf: (x: number, y: number) => readonly [x: number, y: number],
  size: number,
  shade: (isDark: boolean) => number = (isDark) => (isDark ? 0 : white),
): GrayPicture {
  const isDark = modulesOf(symbol)
  const pixels = Uint8Array.from({ length: size * size }, (_, at) => {
    const [x, y] = placeOf(at % size, Math.floor(at / size))
    return shade(isDark(Math.floor(x), Math.floor(y)))
  })
  return { width: size, height: size, pixels }
}

/**
 * As a telephone sees it in a hand: turned, seen from the side, in a dim light, with noise, and out of focus.
 */
function photographed(symbol: TicketSymbol, random: () => number): GrayPicture {
  const size = 420
  const turn = (random() - 0.5) * 0.9
  const slant = (random() - 0.5) * 0.0006
  const scale = (symbol.modules + 12) / size
  const sharp = pictureOf(
    symbol,
    (x, y) => {
      const [u, v] = [x - size / 2, y - size / 2]
      const depth = 1 + slant * u
      const [across, down] = [
        u * Math.cos(turn) - v * Math.sin(turn),
        u * Math.sin(turn) + v * Math.cos(turn),
      ]
      return [(across / depth) * scale + symbol.modules / 2, (down / depth) * scale + symbol.modules / 2]
    },
    size,
    (isDark) => (isDark ? 60 : 170) + (random() - 0.5) * 30,
  )
  return blurred(sharp)
}

/** Each pixel becomes the mean of the nine around it. */
function blurred({ width, height, pixels }: GrayPicture): GrayPicture {
  const at = (x: number, y: number) => pixels[y * width + x] ?? white
  const soft = Uint8Array.from({ length: pixels.length }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)]
    let sum = 0
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(x + dx, y + dy)
    return sum / 9
  })
  return { width, height, pixels: soft }
}

for (const length of [80, 101, 150])
  test(`F46: a foreign reader finds the ${length} bytes of a code in its drawing, and in a photograph of it`, async (t) => {
    const { int } = createRandom(seedOf(t, 'DRAWING_SEED', 'test/ticket-drawings.test.ts'))
    const random = () => int(10_000) / 10_000
    const code = Uint8Array.from({ length }, () => int(256))
    const symbol = drawSymbol(code)
    assert.ok(symbol.modules <= 57, `${symbol.modules} modules`)
    assert.deepEqual(Uint8Array.from((await readAztec(printed(symbol))) ?? []), code)
    let read = 0
    for (let picture = 0; picture < 10; picture++) {
      const found = await readAztec(photographed(symbol, random))
      // A telephone takes many pictures a second, so not each of them has to be good; none may be wrong.
      if (found) assert.deepEqual(Uint8Array.from(found), code)
      if (found) read++
    }
    t.diagnostic(`${read} of 10 photographs are read`)
    assert.ok(read > 0)
  })

test('F46: a photograph of another code is not taken for it', async () => {
  const [one, other] = [drawSymbol(Uint8Array.of(1, 2, 3)), drawSymbol(Uint8Array.of(1, 2, 4))]
  assert.notDeepEqual(await readAztec(printed(one)), await readAztec(printed(other)))
})
