import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { brandColors, contrastOf, leastContrast, pageColors, plainColors, themes } from './brand-colors.ts'

test('X45: the colors that a brand is measured against are those of the style sheet', () => {
  const sheet = readFileSync(join(import.meta.dirname, '../../web/shared/styles/tokens.css'), 'utf8')
  const names = { accent: 'accent', accentStrong: 'accent-strong', accentInk: 'accent-ink' } as const
  for (const [name, light] of Object.entries(pageColors.light)) {
    const dark = pageColors.dark[name as keyof typeof pageColors.dark]
    assert.ok(sheet.includes(`--${name}: light-dark(${light}, ${dark});`), name)
  }
  for (const [member, name] of Object.entries({ ...names, accentSoft: 'accent-soft' })) {
    const key = member as keyof typeof plainColors.light
    const value = `light-dark(${plainColors.light[key]}, ${plainColors.dark[key]})`
    assert.ok(sheet.includes(`--${name}: ${value};`), name)
  }
})

test('X45: contrast is measured as WCAG 2.2 defines it', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21)
  assert.equal(contrastOf('#ffffff', '#ffffff'), 1)
  assert.equal(contrastOf('#777777', '#ffffff').toFixed(2), '4.48')
  assert.equal(contrastOf('#ffffff', '#777777').toFixed(2), '4.48')
})

/** Every color with channels of these values: from gray to the brightest. */
const steps = ['00', '33', '66', '99', 'cc', 'ff']
const all = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)))

test('X45: of 216 colors, those that are accepted can be read wherever letters meet them', () => {
  const accepted = { light: 0, dark: 0 }
  for (const color of all)
    for (const theme of themes) {
      const chosen = { light: '#14605a', dark: '#63c7b9', [theme]: color }
      const reply = brandColors(chosen)
      if (!reply.ok) {
        assert.equal(reply.refusal.theme, theme)
        assert.ok(reply.refusal.contrast < leastContrast)
        continue
      }
      accepted[theme]++
      const { accent, accentStrong, accentInk, accentSoft } = reply.value[theme]
      const { ink, ...backgrounds } = pageColors[theme]
      for (const background of [...Object.values(backgrounds), accentSoft])
        assert.ok(contrastOf(accent, background) >= leastContrast, `${accent} on ${background}`)
      assert.ok(contrastOf(ink, accentSoft) >= leastContrast)
      for (const background of [accent, accentStrong])
        assert.ok(contrastOf(accentInk, background) >= leastContrast)
    }
  assert.ok(accepted.light > 30 && accepted.dark > 60, JSON.stringify(accepted))
})

test('X45: yellow on light pages and navy on dark ones are refused, with the background and the contrast', () => {
  const yellow = brandColors({ light: '#ffd400', dark: '#ffd400' })
  assert.ok(!yellow.ok)
  assert.deepEqual([yellow.refusal.theme, yellow.refusal.contrast < 1.4], ['light', true])
  const navy = brandColors({ light: '#0a1f44', dark: '#0a1f44' })
  assert.ok(!navy.ok && navy.refusal.theme === 'dark')
})
