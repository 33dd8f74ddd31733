import { Type } from 'typebox'
import { languages } from '../../domain/language.ts'
import { verdicts } from '../../domain/tickets/check-ticket.ts'
import { papers } from '../../domain/tickets/ticket-sheet.ts'
import { DateText, Id, Line, Moment, OneOf, OrNull, RefTo, SeatNumber, StationCode } from './common.ts'

const KeyId = Type.Integer({
  minimum: 0,
  maximum: 65_535,
  description: 'Names the public key, as in `GET /api/ticket_keys`.',
  examples: [4711],
})

export const Ticket = Type.Object(
  {
    booking_id: Id('The booking.', '7K3M9QXA'),
    train_run_id: Id('The run.', '1042'),
    code: Type.String({
      description:
        'The bytes to draw as an Aztec code, in base64url: at most 150. docs/tickets.md says what they say.',
      examples: ['AS9nkgg3R1EyTTRaSwACB...'],
    }),
    symbol: Type.Object(
      {
        modules: Type.Integer({ description: 'How many modules it is wide and high.', examples: [45] }),
        path: Type.String({
          description:
            'The dark modules as a path of SVG, in units of one module, on white. No quiet zone is needed.',
          examples: ['M0 0h2v1h-2z'],
        }),
      },
      { description: 'The code drawn as an Aztec code (ISO/IEC 24778).' },
    ),
    key_id: KeyId,
    issue: Type.Integer({
      minimum: 0,
      description: 'Grows with each cancellation of seats; a checker lets in the code of the last one only.',
      examples: [0],
    }),
    valid_from: Moment('From then on the code is good.'),
    valid_until: Moment('From then on it is not.'),
    seat_numbers: Type.Array(SeatNumber, {
      description: 'The seats that are left, in the order of the code.',
    }),
  },
  { $id: 'Ticket', description: 'What a passenger shows at the door, as the booking is now.' },
)

export const TicketQuery = Type.Object({
  language: Type.Optional(
    OneOf(languages, { description: 'The language of the words; English if it is left out.' }),
  ),
})

export const PaperQuery = Type.Object({
  language: Type.Optional(
    OneOf(languages, {
      description: 'The language of the words; that in which the booking was bought if it is left out.',
    }),
  ),
  paper: Type.Optional(
    OneOf(papers, { description: '`a4` to print it, which is the default, or `phone` for a narrow screen.' }),
  ),
})

export const TicketPdf = Type.String({ format: 'binary', description: 'A tagged PDF (PDF/UA).' })

export const CalendarFile = Type.String({ description: 'A calendar with one event.' })

const TicketKey = Type.Object(
  {
    key_id: KeyId,
    public_key: Type.String({
      description: 'Ed25519 (RFC 8032), 32 bytes in base64url.',
      examples: ['11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'],
    }),
    signs_from: Moment('It signs from then on, until a later one does.'),
  },
  { $id: 'TicketKey', description: 'What the codes of tickets are checked with.' },
)

export const TicketKeys = Type.Object(
  { ticket_keys: Type.Array(RefTo(TicketKey), { description: 'In the order in which they sign.' }) },
  { $id: 'TicketKeys', description: 'The public keys of tickets that are good.' },
)

/** Longer than a code, since whatever a camera reads is to get a verdict. */
const longestScanned = 1_000

export const TicketToCheck = Type.Object({
  code: Line(longestScanned, {
    description: 'What was read from the Aztec code, in base64url. Whatever is no ticket is `UNREADABLE`.',
    examples: ['AS9nkgg3R1EyTTRaSwACB...'],
  }),
})

export const TicketVerdict = Type.Object(
  {
    verdict: OneOf(verdicts, {
      description:
        'The first of these that is true. `UNREADABLE`: no ticket. `FORGED`: signed by no key of the ' +
        'railway. `OTHER_DAY`: for this train, but not now. `OTHER_TRAIN`: for another train. `UNKNOWN`: ' +
        'signed, but there is no such booking. `REVOKED`: the booking was canceled or changed since.',
    }),
    booking_id: OrNull(Id('The booking; null for a code that the railway has not signed.', '7K3M9QXA')),
    train_number: OrNull(
      Type.String({ description: 'Of the ticket; null if its run is not known.', examples: ['IC 204'] }),
    ),
    service_date: OrNull(DateText('The day of the run of the ticket.')),
    from_station_code: OrNull(StationCode),
    to_station_code: OrNull(StationCode),
    seat_numbers: Type.Array(SeatNumber, { description: 'Of a valid ticket; otherwise none.' }),
  },
  { $id: 'TicketVerdict', description: 'Whether a ticket is good on a run.' },
)

/** Schemas with their own name in the document. */
export const ticketSchemas = [Ticket, TicketKey, TicketKeys, TicketVerdict]
