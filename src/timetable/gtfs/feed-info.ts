import { Problems } from './problems.ts'
import type { Agency } from './routes.ts'
import { type Reading, type RowTaker, readTable, type TableForm } from './table.ts'

/** What feed_info.txt says about the feed. */
export interface FeedInfo {
  /** Empty if the feed does not say. */
  readonly publisher: string
  /** BCP 47 tag of the language of its texts; undefined if unknown or mixed. */
  readonly language: string | undefined
}

export async function readFeedInfo(
  reading: Reading,
  agencies: ReadonlyMap<string, Agency>,
): Promise<FeedInfo> {
  let publisher = ''
  let language = ''
  const form = {
    file: 'feed_info.txt',
    keys: [],
    optional: ['feed_publisher_name', 'feed_lang'] as const,
  }
  await readSpareTable<'feed_publisher_name' | 'feed_lang'>(reading, form, (field) => {
    publisher ||= field('feed_publisher_name')
    language ||= field('feed_lang')
  })
  const ofAgencies = new Set([...agencies.values()].map((agency) => agency.language))
  const [only = ''] = ofAgencies.size === 1 ? ofAgencies : []
  const tag = canonicalLanguage(language || only)
  // The tag of several languages (GTFS reference, feed_info.txt) says nothing about a single text.
  return { publisher, language: tag === 'mul' ? undefined : tag }
}

/** Reads a file that a feed does not need: its mistakes are warnings. */
export async function readSpareTable<C extends string>(
  reading: Reading,
  form: TableForm<C>,
  onRow: RowTaker<C>,
): Promise<void> {
  const problems = new Problems()
  await readTable<C>({ ...reading, problems }, { ...form, mayBeAbsent: true }, onRow)
  for (const { file, line, reason } of problems.told())
    reading.problems.warn('unread file', file, line, reason)
}

/** A BCP 47 tag as it is usually written, `pt-BR` for `pt-br`; undefined if the text is none. */
export function canonicalLanguage(text: string): string | undefined {
  try {
    return text === '' ? undefined : Intl.getCanonicalLocales(text)[0]
  } catch {
    return undefined
  }
}
