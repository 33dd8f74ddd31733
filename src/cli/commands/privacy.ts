import type { Command } from 'commander'
import type { PersonalBooking, PrivacyCall } from '../../app/upkeep/personal-requests.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { CommandFailed } from '../failures.ts'
import type { Tools } from '../tools.ts'

/** What a refusal says to who sits at the machine. */
const sentences: Readonly<Record<string, string>> = {
  booking_not_found: 'There is no such booking, and none with this address.',
  not_sealed_yet:
    'Bookings of an older version are not sealed yet, and an address does not find them: start the server, ' +
    'and repeat this when its log says that it has sealed them.',
}

export function addPrivacy(program: Command, tools: Tools): void {
  const privacy = program
    .command('privacy')
    .description('Show or erase what is stored of the passengers of bookings.')
  addSettings(privacy.command('export <email-or-booking>'))
    .description('Show the names and contacts of a booking, or of all bookings of an e-mail address.')
    .addHelpText(
      'after',
      examples('holdfast privacy export ada@example.org --json', 'holdfast privacy export 7K3M9QXA'),
    )
    .action(async (of: string, options: Options) => {
      const context = createContext(tools, options)
      const bookings = await ask(context, { verb: 'export', of })
      tell(context, bookings, false, [])
    })
  addSettings(privacy.command('erase <email-or-booking>'))
    .description('Erase the names and contacts of bookings for good, and their keys; needs --yes.')
    .option('--yes', 'erase; without it the command only shows what it would erase')
    .addHelpText(
      'after',
      examples('holdfast privacy erase ada@example.org', 'holdfast privacy erase 7K3M9QXA --yes'),
    )
    .action(async (of: string, options: Options) => {
      const context = createContext(tools, options)
      const isMeant = options.yes === true
      const bookings = await ask(context, { verb: isMeant ? 'erase' : 'export', of })
      tell(context, bookings, isMeant, ['', isMeant ? advice : 'With --yes, this is erased for good.'])
    })
}

const advice =
  'Erased. Make a backup now: it replaces the file of keys, and older backups cannot show this anymore.'

async function ask(context: Context, call: PrivacyCall): Promise<readonly PersonalBooking[]> {
  const reply = await withOperations(context, 'make', (operations) => operations.privacy(call))
  if (reply.ok) return reply.value
  throw new CommandFailed(sentences[reply.refusal.code] ?? `The answer was ${reply.refusal.code}.`)
}

function tell(
  context: Context,
  bookings: readonly PersonalBooking[],
  isErased: boolean,
  more: readonly string[],
): void {
  context.output.result({ erased: isErased, bookings: bookings.map(onWire) }, () => [
    `${counted(bookings.length, 'booking')}:`,
    ...bookings.flatMap(linesOf),
    ...more,
  ])
}

function linesOf(booking: PersonalBooking): readonly string[] {
  const { locator, journeyDate, fromStationCode, toStationCode, email, phone, passengers } = booking
  const ride = `${locator}, ${journeyDate}, ${fromStationCode} to ${toStationCode}`
  if (booking.isErased) return [`${ride}: erased`]
  const people = passengers.map(({ name, age, gender }) => `  ${name}, ${age}, ${gender}`)
  return [ride, ...people, `  ${email ?? 'no e-mail'}, ${phone ?? 'no telephone'}`]
}

function onWire({ locator, journeyDate, fromStationCode, toStationCode, ...one }: PersonalBooking) {
  return {
    ...{ booking_id: locator, journey_date: journeyDate, from_station_code: fromStationCode },
    ...{ to_station_code: toStationCode, erased: one.isErased, email: one.email, phone: one.phone },
    passengers: one.passengers,
  }
}
