import { answerHeaders } from './answer-headers.ts'
import { askEachTime } from './conditional.ts'
import { chooseEncoding, compressors, type Encoding, tagOf } from './encodings.ts'

/** A smaller answer fits into the first packets of a connection anyway. */
export const leastBytes = 2_048

/**
 * Up to this size a form is kept as a string with one byte to each character, which goes out in the same
 * system call as the head; a larger one is kept as bytes, so that sending it does not copy them.
 */
const mostAsText = 16_384

/** An answer in one encoding, ready to be sent. */
export interface Form {
  /** Names and values of the headers, in turn. */
  readonly head: readonly string[]
  /** A string has one character for each byte. */
  readonly body: string | Buffer
}

/** A JSON answer in each encoding that it was asked for in, each made once. */
export interface AnswerBytes {
  readonly tag: string
  /** The smallest form that this `Accept-Encoding` allows; a promise the first time, if it has to be made. */
  formFor(acceptEncoding: string): Form | Promise<Form>
}

/** `onMade` hears how many bytes another form has. */
export function makeAnswerBytes(bytes: Buffer, tag: string, onMade: (bytes: number) => void): AnswerBytes {
  const identity = formOf('identity', bytes, tag)
  const forms = new Map<Encoding, Form | Promise<Form>>()

  async function make(encoding: Exclude<Encoding, 'identity'>): Promise<Form> {
    const smaller = await compressors[encoding](bytes)
    const form = formOf(encoding, smaller, tag)
    forms.set(encoding, form)
    onMade(smaller.length)
    return form
  }

  return {
    tag,
    formFor(acceptEncoding) {
      const encoding = bytes.length < leastBytes ? 'identity' : choose(acceptEncoding)
      if (encoding === 'identity') return identity
      const known = forms.get(encoding)
      if (known) return known
      const making = make(encoding)
      forms.set(encoding, making)
      making.catch(() => forms.delete(encoding))
      return making
    },
  }
}

function formOf(encoding: Encoding, bytes: Buffer, tag: string): Form {
  const headers = {
    ...answerHeaders,
    'cache-control': askEachTime,
    'content-type': 'application/json; charset=utf-8',
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    vary: 'accept-encoding',
    etag: tagOf(tag, encoding),
    'content-length': String(bytes.length),
  }
  return {
    head: Object.entries(headers).flat(),
    body: bytes.length > mostAsText ? bytes : bytes.toString('latin1'),
  }
}

/** What browsers and libraries send are a few texts, and reading one takes as long as finding an answer. */
const chosen = new Map<string, Encoding>()
const mostChosen = 256
const longestChosen = 200

function choose(acceptEncoding: string): Encoding {
  let encoding = chosen.get(acceptEncoding)
  if (encoding === undefined) {
    encoding = chooseEncoding(acceptEncoding, () => true)
    if (chosen.size >= mostChosen) chosen.clear()
    if (acceptEncoding.length <= longestChosen) chosen.set(acceptEncoding, encoding)
  }
  return encoding
}
