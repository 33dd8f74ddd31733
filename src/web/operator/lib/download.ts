/**
 * Reads CSV from the server and gives it to the browser as a file; false if it did not come. A list in pages
 * names where the next one begins, and the names of its columns come once.
 */
export async function downloadCsv(path: string, fileName: string): Promise<boolean> {
  const parts: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page: Response | undefined = await fetch(`${path}${next}`, {
      headers: { accept: 'text/csv' },
    }).catch(() => undefined)
    if (!page?.ok) return false
    const text = await page.text()
    parts.push(parts.length === 0 ? text : text.slice(text.indexOf('\n') + 1))
    const after: string | null = page.headers.get('next-line')
    next = after === null ? null : `?after=${after}`
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }))
  link.download = fileName
  link.click()
  URL.revokeObjectURL(link.href)
  return true
}
