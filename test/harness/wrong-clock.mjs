// Loaded before a server (`node --import`): its wall clock is wrong by this many milliseconds; its monotonic
// time is right.
const ahead = Number(process.env.CLOCK_AHEAD_MS)
const RightDate = Date
const rightInstant = Temporal.Now.instant
const zone = Temporal.Now.timeZoneId()

globalThis.Date = class WrongDate extends RightDate {
  constructor(...given) {
    if (given.length === 0) super(RightDate.now() + ahead)
    else super(...given)
  }

  static now() {
    return RightDate.now() + ahead
  }
}

const instant = () => rightInstant().add({ milliseconds: ahead })
const zoned = (timeZone = zone) => instant().toZonedDateTimeISO(timeZone)
Object.assign(Temporal.Now, {
  instant,
  zonedDateTimeISO: zoned,
  plainDateTimeISO: (timeZone) => zoned(timeZone).toPlainDateTime(),
  plainDateISO: (timeZone) => zoned(timeZone).toPlainDate(),
  plainTimeISO: (timeZone) => zoned(timeZone).toPlainTime(),
})
