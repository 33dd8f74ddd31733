import type { PageBrand } from '../../../domain/railway/page-brand.ts'

/** Without a server of ours, such as under a development server. */
const plain: PageBrand = {
  isOwn: false,
  name: 'Holdfast',
  contact: { email: null, phone: null },
  ...{ terms: null, privacy: null, imprint: null, logo: null },
  languages: ['en', 'de', 'ar'],
}

function read(): PageBrand {
  const content = document.querySelector('meta[name="holdfast-brand"]')?.getAttribute('content')
  return content && content !== 'off' ? (JSON.parse(content) as PageBrand) : plain
}

/** The look of the railway, as the server gave it to the page. */
export const brand: PageBrand = read()
