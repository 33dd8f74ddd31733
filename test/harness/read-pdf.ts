import { PDFiumLibrary } from '@hyzyla/pdfium'
import type { GrayPicture } from './read-aztec.ts'

/** The pages of a PDF in shades of gray, as PDFium, a reader that is not ours, draws them. */
export async function drawPages(pdf: Uint8Array): Promise<readonly GrayPicture[]> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const pages: GrayPicture[] = []
  for (const page of document.pages()) {
    const { width, height, data } = await page.render({ scale: 2, render: 'bitmap' })
    pages.push({
      width,
      height,
      pixels: Uint8Array.from({ length: width * height }, (_, at) => data[4 * at] ?? 0),
    })
  }
  document.destroy()
  library.destroy()
  return pages
}

/** The words of a PDF as PDFium finds them, page after page. */
export async function wordsOf(pdf: Uint8Array): Promise<string> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const text = Array.from(document.pages(), (page) => page.getText()).join('\n')
  document.destroy()
  library.destroy()
  return text
}
