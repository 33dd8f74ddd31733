import { read } from './session.tsx'

/** Every page of a list, one after the other. */
export async function readPages<P extends { readonly next: string | null }>(
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly P[]> {
  const pages: P[] = []
  let after: string | null = null
  do {
    const page: P = await read(path, { ...query, ...(after === null ? {} : { after }) })
    pages.push(page)
    after = page.next
  } while (after !== null)
  return pages
}
