import type { TextByLanguage } from '../../domain/railway/names.ts'
import { lineProblem, longestOperatorText } from '../../domain/text.ts'
import { canonicalLanguage, readSpareTable } from './feed-info.ts'
import type { FeedStops } from './stops.ts'
import type { Field, Reading } from './table.ts'
import type { FeedTrips } from './trips.ts'

const file = 'translations.txt'

/** The tables of a feed that may have translations (GTFS reference, translations.txt). */
const tables: ReadonlySet<string> = new Set([
  ...['agency', 'stops', 'routes', 'trips', 'stop_times', 'pathways', 'levels', 'feed_info', 'attributions'],
])

/** The texts that passengers see; translations of others are not read. */
const fields = [
  'stops.stop_name',
  'stops.tts_stop_name',
  'trips.trip_headsign',
  'stop_times.stop_headsign',
] as const
type TranslatedField = (typeof fields)[number]

type Column =
  | 'table_name'
  | 'field_name'
  | 'language'
  | 'translation'
  | 'record_id'
  | 'record_sub_id'
  | 'field_value'
  | 'trans_id'
  | 'lang'

/** The records that a translation may name. */
interface Records {
  readonly stops: FeedStops
  readonly trips: FeedTrips
}

/**
 * The texts of translations.txt. A row names what it translates by its record, by its text, or, in the form
 * of feeds before 2020, by `trans_id`, which is the text too. A row with a mistake is left out with a
 * warning.
 */
export async function readTranslations(
  reading: Reading,
  records: Records,
  language: string | undefined,
): Promise<Translations> {
  const translations = new Translations(language)
  const form = {
    file,
    keys: [],
    optional: [
      ...(['table_name', 'field_name', 'language', 'translation', 'record_id'] as const),
      ...(['record_sub_id', 'field_value', 'trans_id', 'lang'] as const),
    ],
  }
  await readSpareTable<Column>(reading, form, (field, line, flaw) => {
    const mistake = flaw ?? keep(field, records, translations)
    if (mistake !== undefined) reading.problems.warn('name', file, line, `${mistake}; the row is left out`)
  })
  return translations
}

/** Keeps a row that is wanted; returns what is wrong with it. */
function keep(field: Field<Column>, records: Records, translations: Translations): string | undefined {
  const isOld = field('trans_id') !== ''
  const table = field('table_name')
  const name = fields.find((one) => one === `${table}.${field('field_name')}`)
  if (!isOld && !tables.has(table)) return `table_name ${table || '(empty)'} is not a table of translations`
  if (!isOld && name === undefined) return undefined
  const tag = isOld ? field('lang') : field('language')
  const language = canonicalLanguage(tag)
  const text = field('translation')
  const problem = lineProblem(text, longestOperatorText)
  if (language === undefined)
    return `language ${tag || '(empty)'} is not a language tag (such as de or pt-BR)`
  if (problem !== undefined) return `translation ${problem}`
  if (isOld || name === undefined) return translations.add(`\n${field('trans_id')}`, language, text)
  const key = keyOf(field, name, records)
  if ('mistake' in key) return key.mistake
  return key.key === undefined ? undefined : translations.add(key.key, language, text)
}

type Key = { readonly mistake: string } | { readonly key: string | undefined }

/** Under which key a row is kept; undefined if it belongs to a trip that is not read. */
function keyOf(field: Field<Column>, name: TranslatedField, { stops, trips }: Records): Key {
  const [id, value, sub] = [field('record_id'), field('field_value'), field('record_sub_id')]
  if ((id === '') === (value === ''))
    return {
      mistake: id === '' ? 'has neither record_id nor field_value' : 'has both record_id and field_value',
    }
  if (value !== '') return { key: `${name}\nis ${value}` }
  const isOfStop = name.startsWith('stops.')
  if (isOfStop ? !stops.has(id) : !trips.chosen.has(id) && !trips.others.has(id))
    return { mistake: `record_id ${id} is not in ${isOfStop ? 'stops.txt' : 'trips.txt'}` }
  if (trips.others.has(id) && !isOfStop) return { key: undefined }
  if (name !== 'stop_times.stop_headsign') return { key: `${name}\nof ${id}` }
  if (!/^\d{1,9}$/.test(sub)) return { mistake: `record_sub_id ${sub || '(empty)'} is not a stop_sequence` }
  return { key: `${name}\nof ${id}\n${Number(sub)}` }
}

/** Finds the translations of a text. */
export class Translations {
  readonly #texts = new Map<string, Record<string, string>>()
  readonly #language: string | undefined

  /** `language` is that of the feed, if it is known. */
  constructor(language: string | undefined) {
    this.#language = language
  }

  /** Returns what is wrong if the language is taken. */
  add(key: string, language: string, text: string): string | undefined {
    const known = this.#texts.get(key)
    if (!known) this.#texts.set(key, { [language]: text })
    else if (known[language] === undefined) known[language] = text
    else if (known[language] !== text) return `translates the same text into ${language} again`
    return undefined
  }

  /**
   * A text of these records by language, with the language of the feed itself. What names a record has
   * precedence over what names the text (GTFS reference, translations.txt), and the first record over others.
   */
  of(name: TranslatedField, records: readonly string[], text: string): TextByLanguage {
    const own = this.#language === undefined ? undefined : { [this.#language]: text }
    const found = [
      ...records.map((id) => this.#texts.get(`${name}\nof ${id}`)),
      this.#texts.get(`${name}\nis ${text}`),
      this.#texts.get(`\n${text}`),
      own,
    ].filter((one) => one !== undefined)
    return found.length === 1 && found[0] ? found[0] : Object.assign({}, ...found.reverse())
  }
}
