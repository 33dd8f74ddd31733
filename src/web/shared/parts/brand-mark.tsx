import { isWordmark } from '../../../domain/railway/page-brand.ts'
import { brand } from '../lib/brand.ts'

/** The logo of the railway, and its name unless the logo contains it. */
export function BrandMark() {
  const { logo, name } = brand
  return (
    <>
      {logo === null ? <PlainMark /> : <Logo logo={logo} />}
      {(logo === null || !isWordmark(logo)) && <span className="brand-name">{name}</span>}
    </>
  )
}

function Logo({ logo }: { readonly logo: NonNullable<typeof brand.logo> }) {
  const { light, dark, width, height } = logo
  const shown = light === dark ? [{ src: light, when: '' }] : bothOf(light, dark)
  const name = isWordmark(logo) ? brand.name : ''
  return shown.map(({ src, when }) => (
    <img key={src} className={`brand-logo ${when}`} alt={name} src={src} width={width} height={height} />
  ))
}

function bothOf(light: string, dark: string) {
  return [
    { src: light, when: 'only-light' },
    { src: dark, when: 'only-dark' },
  ]
}

/** In the color of the brand: its first letter, or the mark of Holdfast. */
function PlainMark() {
  return (
    <svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      {brand.isOwn ? (
        <text x="16" y="23">
          {[...brand.name][0]?.toLocaleUpperCase()}
        </text>
      ) : (
        <path d="M9 7v18M23 7v18M9 16h14" />
      )}
    </svg>
  )
}
