import PDFDocument from 'pdfkit'
import type { TicketSheet } from '../../../domain/tickets/ticket-sheet.ts'
import type { Pen } from './blocks.ts'

interface OpenDocument {
  readonly pen: Pen
  nextPage(): void
  end(): Promise<Uint8Array>
}

interface Size {
  readonly width: number
  readonly height: number
}

/** A PDF with tags, a language and a title, on which blocks are drawn. */
export function openDocument(
  { language, title, railway, at }: TicketSheet,
  { width, height }: Size,
): OpenDocument {
  const doc = new PDFDocument({
    size: [width, height],
    margin: 0,
    // Without a font of its own: all that is written is embedded.
    font: null as never,
    ...{ pdfVersion: '1.7', tagged: true, lang: language, displayTitle: true, subset: 'PDF/UA' as never },
    info: { Title: title, Author: railway, CreationDate: new Date(at) },
  })
  const chunks: Uint8Array[] = []
  const ended = Promise.withResolvers<Uint8Array>()
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  doc.on('end', () => ended.resolve(Buffer.concat(chunks)))
  doc.on('error', (fault: Error) => ended.reject(fault))
  const root = doc.struct('Document')
  doc.addStructure(root)
  return {
    pen: penOn(doc, root),
    nextPage: () => void doc.addPage(),
    end() {
      root.end()
      doc.end()
      return ended.promise
    },
  }
}

function penOn(doc: PDFKit.PDFDocument, root: PDFKit.PDFStructureElement): Pen {
  return {
    line({ pieces }, { x, y }, size, color) {
      let left = x
      for (const { named, text, width } of pieces) {
        // Fonts are given as fontkit has parsed them, which its types do not know.
        doc
          .registerFont(named.name, named.font as never)
          .font(named.name, size)
          .fillColor(color)
        doc.text(text, left, y, { lineBreak: false, baseline: 'alphabetic', features: [] })
        left += width * size
      }
    },
    box({ x, y, width, height }, color, radius = 0) {
      doc.roundedRect(x, y, width, height, radius).fill(color)
    },
    path(path, { x, y }, unit) {
      doc.save().translate(x, y).scale(unit).path(path).fill('#000000').restore()
    },
    picture(png, { x, y, width, height }) {
      doc.image(Buffer.from(png), x, y, { fit: [width, height], align: 'center', valign: 'center' })
    },
    tag({ tag, says, place }, draw) {
      const { x, y, width, height } = place
      const options = tag === 'Figure' ? { alt: says, bbox: [x, y, x + width, y + height] } : { actual: says }
      root.add(doc.struct(tag, options as object, [draw]))
    },
    decoration(draw) {
      doc.markContent('Artifact', { type: 'Layout' })
      draw()
      doc.endMarkedContent()
    },
  }
}
