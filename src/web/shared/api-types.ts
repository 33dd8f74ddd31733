// Made of openapi.json by "npm run web:types". Do not edit.

export interface BookedSeat {
  /** The seat. */
  readonly seat_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  readonly seat_label: string
  readonly coach_number: string
  /** A travel class, as the operator names it. */
  readonly travel_class: string
  /** seat, berth, couchette, wheelchair_space or bicycle_hook. */
  readonly kind: string
  /** The wheelchair space of this booking beside which the seat is kept for a companion. */
  readonly companion_of: string | null
  /** True if other coaches have the seat in another place than it was sold, for example at the aisle instead of the window. */
  readonly is_elsewhere: boolean
  /** The seat that was sold, if the railway has moved the passenger to another one. */
  readonly moved_from_seat_number: string | null
  /** One line, stored exactly as sent. */
  readonly passenger_name: string | null
  readonly passenger_age: number | null
  readonly passenger_gender: 'F' | 'M' | 'X' | null
  /** As sold. In the smallest unit of the currency. */
  readonly price_cents: number
  readonly status: 'CONFIRMED' | 'CANCELLED'
}

/** The sale: passengers, segment, seats, price. */
export interface Booking {
  /** The record locator: a name, not a secret. */
  readonly booking_id: string
  /** CONFIRMED while it has any seat left. */
  readonly status: 'CONFIRMED' | 'CANCELLED'
  /** Who bought it. */
  readonly user_id: string
  /** The run. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The destination that the train shows when it leaves the stop; the name of its last station if the timetable does not say. */
  readonly headsign: string
  /** The headsign. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly headsigns: {
    readonly [name: string]: string
  }
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Name of the station when the run was first sold; a later timetable may rename the station. */
  readonly from_station_name: string
  /** The name. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly from_station_names: {
    readonly [name: string]: string
  }
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Name of the station when the run was first sold; a later timetable may rename the station. */
  readonly to_station_name: string
  /** The name. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly to_station_names: {
    readonly [name: string]: string
  }
  /** Local time of the boarding station. */
  readonly departure_time: string
  /** Local time of the alighting station. */
  readonly arrival_time: string
  /** As it was sold, if the train runs at another time now. */
  readonly sold_departure_time: string | null
  /** As it was sold, if the train runs at another time now. */
  readonly sold_arrival_time: string | null
  /** Null while the train runs as it was sold. MOVED: at other times. RECOACHED: at the same times, with other coaches; the booking keeps its seats by number. WAITING: it will run differently, and the railway has not decided what becomes of the booking. WITHDRAWN: the timetable no longer has it. */
  readonly run_change: 'MOVED' | 'RECOACHED' | 'WAITING' | 'WITHDRAWN' | null
  /** True if the train has other coaches than those that were sold, also at other times. */
  readonly coaches_changed: boolean
  /** Local date of departure at the boarding station. */
  readonly journey_date: string
  /** As sold. In the smallest unit of the currency. */
  readonly total_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** People, as sold; bicycle hooks are not counted. */
  readonly num_passengers: number
  /** When it was confirmed. */
  readonly booking_time: string
  /** When its last seat was canceled; null before that. */
  readonly cancellation_time: string | null
  /** The total refunded by cancellations. In the smallest unit of the currency. */
  readonly refunded_cents: number
  readonly seats: readonly BookedSeat[]
  readonly payment: {
    readonly method: string
    readonly status: 'REQUESTED' | 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'DECLINED' | 'TIMED_OUT'
  }
  /** An unguessable link to the booking that needs no session. */
  readonly link_token: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
}

/** What one travel class offers for a segment. */
export interface ClassOffer {
  /** A travel class, as the operator names it. */
  readonly travel_class: string
  /** Seats free for the whole segment. */
  readonly seats_available: number
  readonly seats_total: number
  /** For one passenger. In the smallest unit of the currency. */
  readonly price_cents: number
  /** ISO 4217. */
  readonly currency: string
}

/** The grid for drawing a coach. */
export interface CoachLayout {
  readonly name: string
  readonly title: string
  readonly decks: number
  /** Grid cells along the coach. */
  readonly length: number
  /** Grid cells across the coach. */
  readonly width: number
  readonly items: readonly ({
    readonly kind: string
    readonly deck: number
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    readonly label?: string
  })[]
  /** How many cells a seat of a kind covers, starting at its x and y; one by one if not listed. */
  readonly sizes?: {
    readonly [name: string]: {
      readonly width: number
      readonly height: number
    }
  }
}

/** The same whether or not a code was sent. */
export interface CodeSent {
  /** How long a code works. */
  readonly expires_in_ms: number
  /** How long to wait before asking for another one; an earlier request sends none. */
  readonly resend_in_ms: number
}

export interface FareCalendar {
  /** The moment at which this answer was true. */
  readonly as_of: string
  readonly days: readonly ({
    /** Local date of departure at the boarding station. */
    readonly journey_date: string
    /** Runs on that day that have not left yet. */
    readonly train_runs: number
    /** The cheapest seat still available that day; null if there is none. In the smallest unit of the currency. */
    readonly price_cents: number | null
    /** ISO 4217. */
    readonly currency: string | null
    /** Seats available at that price. */
    readonly seats_available: number
  })[]
  /** Runs come on sale this many days before their date. There are none on a later day. */
  readonly sale_days_ahead: number
}

/** A run on the requested segment. */
export interface FoundRun {
  /** The run: one train on one service date. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The date on which the run leaves its first stop. */
  readonly service_date: string
  /** The destination that the train shows when it leaves the stop; the name of its last station if the timetable does not say. */
  readonly headsign: string
  /** The headsign. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly headsigns: {
    readonly [name: string]: string
  }
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Local time of the boarding station. */
  readonly departure_time: string
  /** Local time of the alighting station. */
  readonly arrival_time: string
  readonly duration_ms: number
  /** True if holds can be placed. */
  readonly on_sale: boolean
  /** Why no holds can be placed on this run at any time; null if they can until its departure. WAITING: a newer timetable changes it too much, and the railway has to decide what becomes of it. WITHDRAWN: the timetable no longer has it. CLOSED: the railway sells nothing there. CANCELLED: the train does not run there. */
  readonly off_sale_reason: 'WAITING' | 'WITHDRAWN' | 'CLOSED' | 'CANCELLED' | null
  readonly classes: readonly ClassOffer[]
}

export interface HeldSeat {
  /** The seat. */
  readonly seat_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  readonly seat_label: string
  readonly coach_number: string
  /** A travel class, as the operator names it. */
  readonly travel_class: string
  /** seat, berth, couchette, wheelchair_space or bicycle_hook. */
  readonly kind: string
  /** Frozen by the hold, and the price of the booking. In the smallest unit of the currency. */
  readonly price_cents: number
}

/** A page of the audit entries of one booking, starting with its hold. */
export interface History {
  readonly entries: readonly ({
    /** When it was committed. */
    readonly at: string
    readonly action: string
    /** Ids, codes and amounts. */
    readonly facts: {
      readonly [name: string]: unknown
    }
  })[]
  /** Send it as `after` to get the next page; null at the end. */
  readonly next: string | null
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
}

/** Seats kept for a short time while the passenger decides. */
export interface Hold {
  /** The token of the hold; keep it until you book. */
  readonly hold_token: string
  /** PINNED: its payment is in progress. CONSUMED: it is now a booking. */
  readonly status: 'ACTIVE' | 'PINNED' | 'CONSUMED' | 'RELEASED' | 'EXPIRED'
  /** The run. */
  readonly train_run_id: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  readonly seats: readonly HeldSeat[]
  /** For all seats. In the smallest unit of the currency. */
  readonly total_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** When it was placed. */
  readonly created_at: string
  /** When the seats become free again; while it is pinned, the latest end of the payment. */
  readonly expires_at: string
  /** The time left, for clients whose clocks are wrong; 0 when it is over. */
  readonly expires_in_ms: number
  /** How much longer the seats can be held, once, if it is asked for before the hold ends; null if they cannot, or no longer. */
  readonly extension_ms: number | null
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** The booking that it became. */
  readonly booking_id?: string
}

/** A caller that the server recognizes by a cookie. */
export interface PageSession {
  /** The user of the cookie. */
  readonly user_id: string
  /** After this, the cookie is no longer valid. */
  readonly expires_at: string
}

/** RFC 9457 problem details. The facts of a refusal are additional members; the listed ones are the most common. */
export interface Problem {
  /** Names the kind of problem. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** What to do next. */
  readonly detail: string
  /** The path, and after # the ID of the request in the logs of the server. */
  readonly instance: string
  /** Stable; programs should rely on it. */
  readonly code: string
  /** With malformed_request: what is wrong, and where. */
  readonly errors?: readonly ({
    /** JSON pointer into the body, or name of the parameter after a slash. */
    readonly pointer: string
    readonly detail: string
  })[]
  /** The seats that caused the refusal. */
  readonly seat_numbers?: readonly string[]
  /** With seat_taken: the nearest free seats of the same class. */
  readonly alternatives?: readonly string[]
  /** How long to wait before repeating the request. */
  readonly retry_after_ms?: number
  readonly [name: string]: unknown
}

/** The refund for canceling seats. */
export interface Quote {
  /** Names the quote. */
  readonly quote_id: string
  /** The booking. */
  readonly booking_id: string
  readonly seat_numbers: readonly string[]
  /** The refund. In the smallest unit of the currency. */
  readonly refund_cents: number
  /** The amount kept; refund and fee together are the price of those seats. In the smallest unit of the currency. */
  readonly fee_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** After this, a new quote is needed. */
  readonly valid_until: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
}

/** One train on one service date. */
export interface Run {
  /** The run: one train on one service date. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The date on which the run leaves its first stop. */
  readonly service_date: string
  /** The destination that the train shows when it leaves the stop; the name of its last station if the timetable does not say. */
  readonly headsign: string
  /** The headsign. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly headsigns: {
    readonly [name: string]: string
  }
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** True if holds can be placed from the first stop on. Sales for a segment close at its own departure. */
  readonly on_sale: boolean
  /** Why no holds can be placed on this run at any time; null if they can until its departure. WAITING: a newer timetable changes it too much, and the railway has to decide what becomes of it. WITHDRAWN: the timetable no longer has it. CLOSED: the railway sells nothing there. CANCELLED: the train does not run there. */
  readonly off_sale_reason: 'WAITING' | 'WITHDRAWN' | 'CLOSED' | 'CANCELLED' | null
  readonly stops: readonly Stop[]
  readonly coaches: readonly ({
    readonly coach_number: string
    /** Name of the coach layout. */
    readonly layout: string
    readonly title: string
    readonly travel_classes: readonly string[]
    readonly seats_total: number
  })[]
  /** For the way from the first stop to the last. */
  readonly classes: readonly ClassOffer[]
  /** What a cancellation of seats that are booked now gives back, by the time before the departure from their boarding station. */
  readonly refund_terms: {
    /** Earliest first. After the last one nothing is given back. */
    readonly steps: readonly ({
      /** Until so many hours before departure. */
      readonly hours_before: number
      /** The share of the price that is given back. */
      readonly percent: number
    })[]
    /** Kept for each canceled seat, but never more than its share. In the smallest unit of the currency. */
    readonly fee_cents: number
    /** ISO 4217. */
    readonly currency: string
  }
}

export interface Seat {
  /** The seat. */
  readonly seat_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  /** The label painted on the seat. */
  readonly seat_label: string
  /** For the requested segment; seats blocked by the operator show BOOKED. */
  readonly status: 'AVAILABLE' | 'HELD' | 'BOOKED'
  /** For the requested segment. In the smallest unit of the currency. */
  readonly price_cents: number
  readonly features: readonly string[]
  /** seat, berth, couchette, wheelchair_space or bicycle_hook. */
  readonly kind: string
  /** 0 is the lower one. */
  readonly deck: number
  /** Grid position along the coach. */
  readonly x: number
  /** Grid position across the coach. */
  readonly y: number
  /** The bay or compartment of seats that belong together. */
  readonly group: string | null
}

export interface SeatMap {
  /** The run. */
  readonly train_run_id: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** ISO 4217. */
  readonly currency: string
  /** The seat beside each wheelchair space that is kept for a companion: the system gives it to others last, as long as the space is free. */
  readonly companion_seats: readonly ({
    /** Unique within its run: coach 4, seat 32. */
    readonly wheelchair_space: string
    /** Unique within its run: coach 4, seat 32. */
    readonly seat_number: string
  })[]
  /** In the order of the train. A coach with seats of several travel classes appears once for each class, with the same layout. A coach without reservable seats, such as a restaurant car, has no class and no seats. */
  readonly coaches: readonly ({
    readonly coach_number: string
    /** A travel class, as the operator names it. */
    readonly travel_class: string | null
    readonly layout: CoachLayout
    readonly seats: readonly Seat[]
  })[]
}

/** A caller that the server recognizes. */
export interface Session {
  /** The user of the token. */
  readonly user_id: string
  /** Send it as Authorization: Bearer TOKEN. Keep it, because it owns the bookings. */
  readonly token: string
  /** After this, the token is no longer valid. */
  readonly expires_at: string
}

export interface Station {
  /** Code of a station, as listed by GET /api/stations. */
  readonly station_code: string
  /** As the timetable has it. */
  readonly name: string
  /** The name. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly names: {
    readonly [name: string]: string
  }
  /** IANA name. */
  readonly time_zone: string
  /** Degrees, WGS 84; null if the timetable does not say. */
  readonly latitude: number | null
  readonly longitude: number | null
  /** A station close by that has many trains, which tells stations of one name apart; null if no other station has this name or no place is known. */
  readonly near: {
    /** Code of a station, as listed by GET /api/stations. */
    readonly station_code: string
    /** As the timetable has it. */
    readonly name: string
    /** The name. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
    readonly names: {
      readonly [name: string]: string
    }
  } | null
}

/** One call of a run at a station. */
export interface Stop {
  /** Code of a station, as listed by GET /api/stations. */
  readonly station_code: string
  /** As the timetable has it. */
  readonly name: string
  /** The name. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly names: {
    readonly [name: string]: string
  }
  /** Local time; null at the first stop. */
  readonly arrival_time: string | null
  /** Local time; null at the last stop. */
  readonly departure_time: string | null
  /** The destination that the train shows when it leaves the stop; the name of its last station if the timetable does not say. */
  readonly headsign: string | null
  /** The headsign. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly headsigns: {
    readonly [name: string]: string
  }
  readonly can_board: boolean
  readonly can_alight: boolean
}

/** A session of an account that has just begun. */
export interface AccountSession {
  /** Send it as Authorization: Bearer TOKEN. It is told once, and only to programs: pages of this server get the session cookie instead, which no script can read. */
  readonly token?: string
  /** The session ends then at the latest, and earlier if it is not used for long. */
  readonly expires_at: string
}

/** The account of a passenger. */
export interface Account {
  /** The account. */
  readonly account_id: string
  /** The user that owns its holds and bookings. */
  readonly user_id: string
  readonly email: string
  /** When the account was made. */
  readonly created_at: string
  /** When the password became what it is. */
  readonly password_changed_at: string
}

/** A device on which a passenger has signed in. */
export interface OpenAccountSession {
  /** The session. */
  readonly session_id: string
  /** When it began. */
  readonly created_at: string
  /** When it was used last, to the minute. */
  readonly last_used_at: string
  /** When it ends at the latest. */
  readonly expires_at: string
  /** It is the one of this request. */
  readonly is_current: boolean
}

/** The sessions that have not ended, newest first. */
export interface AccountSessions {
  readonly sessions: readonly OpenAccountSession[]
}

/** Somebody whom an account often travels with. */
export interface SavedPassenger {
  /** One line, stored exactly as sent. */
  readonly passenger_name: string
  /** The age at a ride follows from it, give or take the birthday. */
  readonly birth_year: number
  readonly passenger_gender: 'F' | 'M' | 'X'
  /** Wishes for a seat, not conditions. */
  readonly preferences?: {
    readonly position?: 'window' | 'aisle'
    readonly table?: boolean
    readonly quiet?: boolean
    readonly berth?: 'upper' | 'middle' | 'lower'
    readonly facing?: 'forward'
    /** Seats reached without a step. They are given last to all others. */
    readonly step_free?: boolean
    /** Seats of the family area. They are given last to all others. */
    readonly family?: boolean
    /** Wheelchair spaces together with the companion's seat beside each, beyond `seat_count`, where it is free. Without this wish, the seat is declined and stays on sale. */
    readonly companion?: boolean
  }
}

/** The saved passengers of an account. */
export interface SavedPassengers {
  readonly passengers: readonly SavedPassenger[]
}

/** What signs in to an account without the password. */
export interface Passkey {
  /** The passkey. */
  readonly passkey_id: string
  /** Null if it can no longer be read. */
  readonly name: string | null
  /** Other devices of the passenger have it, too. */
  readonly is_synced: boolean
  /** When it was added. */
  readonly created_at: string
  /** When somebody last signed in with it. */
  readonly last_used_at: string | null
}

/** The passkeys of an account, in the order in which they were added. */
export interface Passkeys {
  readonly passkeys: readonly Passkey[]
}

/** What a browser makes a passkey with. */
export interface PasskeyCreation {
  /** As `PublicKeyCredential.parseCreationOptionsFromJSON` reads it. It works for five minutes, once. */
  readonly public_key: {
    readonly [name: string]: unknown
  }
}

/** What a browser signs in with. */
export interface PasskeyRequest {
  /** As `PublicKeyCredential.parseRequestOptionsFromJSON` reads it. It works for five minutes, once. */
  readonly public_key: {
    readonly [name: string]: unknown
  }
}

/** A session that has just begun. */
export interface StaffSession {
  /** Send it as Authorization: Bearer TOKEN. It is told once, and only to programs: pages of this server get a cookie instead, which no script can read. */
  readonly token?: string
  /** The session ends then at the latest, and after 30 minutes without a request. */
  readonly expires_at: string
}

/** Somebody who works for the railway. */
export interface StaffMember {
  /** The member of staff. */
  readonly staff_id: string
  /** The user that owns their holds and bookings. */
  readonly user_id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly ('administrator' | 'inventory' | 'sales' | 'inspector' | 'auditor')[]
  /** When the password became what it is. */
  readonly password_changed_at: string
  /** When a second factor was set up; null if there is none. */
  readonly second_factor_since: string | null
  /** How many of the ten recovery codes are left. */
  readonly recovery_codes_left: number
  /** True if the session opens nothing else until a second factor is set up. */
  readonly needs_second_factor: boolean
}

/** A device on which a member of staff has signed in. */
export interface OpenStaffSession {
  /** The session. */
  readonly session_id: string
  /** When it began. */
  readonly created_at: string
  /** When it was used last, to the minute. */
  readonly last_used_at: string
  /** When it ends at the latest. */
  readonly expires_at: string
  /** It is the one of this request. */
  readonly is_current: boolean
}

/** The sessions that have not ended, newest first. */
export interface StaffSessions {
  readonly sessions: readonly OpenStaffSession[]
}

/** Somebody who works for the railway, as those see them who manage staff. */
export interface ListedStaff {
  /** The member of staff. */
  readonly staff_id: string
  /** The user that owns their holds and bookings. */
  readonly user_id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly ('administrator' | 'inventory' | 'sales' | 'inspector' | 'auditor')[]
  /** DISABLED: they cannot sign in, and nothing of them is lost. */
  readonly state: 'ACTIVE' | 'DISABLED'
  /** When they were added. */
  readonly created_at: string
  /** When the password became what it is. */
  readonly password_changed_at: string
  /** When a second factor was set up; null if there is none. */
  readonly second_factor_since: string | null
}

/** The staff, in order of joining. */
export interface StaffList {
  readonly staff: readonly ListedStaff[]
}

/** A second factor that counts once it is confirmed. */
export interface StartedSecondFactor {
  /** For typing it into an authenticator app (base32). It is told once. */
  readonly secret: string
  /** The same as a QR code has it. */
  readonly otpauth_uri: string
}

/** What helps if the app is lost. */
export interface RecoveryCodes {
  /** Each signs in once, in place of a code of the app. They are told once. */
  readonly recovery_codes: readonly string[]
}

/** A page of audit entries, newest first. With filters it may be short although `next` is not null. */
export interface AuditEntries {
  readonly entries: readonly ({
    /** The place in the chain of its run. */
    readonly seq: number
    /** When it was committed. */
    readonly at: string
    readonly action: string
    /** The run; null for what belongs to no train. */
    readonly train_run_id: string | null
    /** The booking, if there is one. */
    readonly booking_id: string | null
    /** The user of the passenger who acted, or whose thing it was. */
    readonly user_id: string | null
    /** The member of staff who acted. */
    readonly staff_id: string | null
    /** With the right `people.read`; else null. */
    readonly staff_name: string | null
    /** The key that acted. */
    readonly key_id: string | null
    /** With the right `keys.read`; else null. */
    readonly key_name: string | null
    /** Why somebody of the railway acted. */
    readonly reason: string | null
    /** Ids, codes and amounts. */
    readonly facts: {
      readonly [name: string]: unknown
    }
  })[]
  /** Send it as `after` to get the next page; null at the end. */
  readonly next: string | null
}

/** What has happened to bookings and runs. Each change comes once. */
export interface Changes {
  readonly changes: readonly ({
    /** The same whenever it is told. */
    readonly id: string
    /** What happened. */
    readonly type: 'booking.confirmed' | 'booking.changed' | 'booking.cancelled' | 'refund.done' | 'run.changed' | 'run.cancelled' | 'hold.expired'
    /** When it was committed. */
    readonly timestamp: string
    readonly data: {
      /** The run. */
      readonly train_run_id: string
      /** The booking, if there is one. */
      readonly booking_id: string | null
    }
  })[]
  /** Send it as `after` to go on, now or later. */
  readonly next: string
  /** More has happened already. A page may be short before that. */
  readonly has_more: boolean
}

/** A key of a machine. */
export interface ApiKey {
  /** The key. */
  readonly key_id: string
  readonly name: string
  readonly rights: readonly string[]
  readonly networks: readonly string[]
  readonly requests_per_second: number
  /** When it was made. */
  readonly created_at: string
  /** When it ends. */
  readonly expires_at: string | null
  /** When it was used last, to the minute. */
  readonly last_used_at: string | null
  /** When it was revoked. */
  readonly revoked_at: string | null
}

/** All keys, in order of their making, those that have ended too. */
export interface ApiKeys {
  readonly keys: readonly ApiKey[]
}

/** A key that has just been made. */
export interface MadeApiKey {
  /** The key. */
  readonly key_id: string
  readonly name: string
  readonly rights: readonly string[]
  readonly networks: readonly string[]
  readonly requests_per_second: number
  /** When it was made. */
  readonly created_at: string
  /** When it ends. */
  readonly expires_at: string | null
  /** When it was used last, to the minute. */
  readonly last_used_at: string | null
  /** When it was revoked. */
  readonly revoked_at: string | null
  /** Told once, and stored nowhere. */
  readonly token: string
}

/** Every right, and the roles that have it. */
export interface Rights {
  /** What the caller may do. */
  readonly own: readonly ('timetables.read' | 'timetables.import' | 'runs.read' | 'runs.change' | 'blocks.read' | 'blocks.change' | 'bookings.find' | 'bookings.sell' | 'bookings.change' | 'bookings.cancel' | 'manifest.read' | 'tickets.check' | 'money.reports' | 'money.compensate' | 'money.compensate_more' | 'money.forgive_fees' | 'money.close_day' | 'people.read' | 'people.change' | 'keys.read' | 'keys.change' | 'audit.read' | 'changes.read' | 'settings.read' | 'settings.change' | 'system.read' | 'system.change' | 'personal_data.read')[]
  readonly rights: readonly ({
    readonly right: 'timetables.read' | 'timetables.import' | 'runs.read' | 'runs.change' | 'blocks.read' | 'blocks.change' | 'bookings.find' | 'bookings.sell' | 'bookings.change' | 'bookings.cancel' | 'manifest.read' | 'tickets.check' | 'money.reports' | 'money.compensate' | 'money.compensate_more' | 'money.forgive_fees' | 'money.close_day' | 'people.read' | 'people.change' | 'keys.read' | 'keys.change' | 'audit.read' | 'changes.read' | 'settings.read' | 'settings.change' | 'system.read' | 'system.change' | 'personal_data.read'
    readonly allows: string
    readonly roles: readonly ('administrator' | 'inventory' | 'sales' | 'inspector' | 'auditor')[]
  })[]
}

/** A seat on a part of the way. */
export interface SeatStretch {
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
}

/** A seat that a passenger has, and that was left alone. */
export interface SeatInTheWay {
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  readonly status: 'HELD' | 'BOOKED'
  /** The booking that has the seat; null while it is held. */
  readonly booking_id: string | null
}

/** The seats of a run that are taken out of sale. */
export interface Blocks {
  /** The run. */
  readonly train_run_id: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** In order of seats and legs. */
  readonly blocks: readonly SeatStretch[]
}

/** What an act has changed. */
export interface ChangedBlocks {
  /** The run. */
  readonly train_run_id: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** What has become blocked, or free; empty if all of it was so before. */
  readonly changed: readonly SeatStretch[]
  /** What passengers hold or have booked there; it stays as it is. */
  readonly in_the_way: readonly SeatInTheWay[]
}

/** A passenger, and another seat for the whole ride. */
export interface ProposedMove {
  /** The record locator. */
  readonly booking_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly from_seat_number: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Unique within its run: coach 4, seat 32. */
  readonly to_seat_number: string
}

/** A passenger for whose whole ride no seat of the class is free. */
export interface UnplacedPassenger {
  /** The record locator. */
  readonly booking_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly from_seat_number: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
}

/** A seat that is held and not booked yet, so nobody is moved from it. */
export interface SeatStillHeld {
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
}

/** Other seats for passengers of a run. Nothing has changed. */
export interface MoveProposal {
  /** The run. */
  readonly train_run_id: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** In order of bookings and seats. */
  readonly moves: readonly ProposedMove[]
  /** Those who would keep their seats. */
  readonly unplaced: readonly UnplacedPassenger[]
  /** Bookings with somebody who has to leave a seat, by class. */
  readonly parties: number
  /** Those of them that would sit farther apart than now. */
  readonly parties_apart: number
  /** Held seats among those to be left; ask again when the holds have ended. */
  readonly held: readonly SeatStillHeld[]
}

/** What a move has changed. */
export interface MovedPassengers {
  /** The run. */
  readonly train_run_id: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** Bookings that have other seats now. */
  readonly bookings: number
  /** Passengers who have another seat now. */
  readonly passengers: number
}

/** A seat for a part of the way, and who has it. */
export interface ManifestLine {
  readonly coach_number: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  readonly seat_label: string
  /** A travel class, as the operator names it. */
  readonly travel_class: string
  /** seat, berth, couchette, wheelchair_space or bicycle_hook. */
  readonly kind: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  readonly from_station_name: string
  /** At the boarding station, in its local time. */
  readonly departure_time: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  readonly to_station_name: string
  /** At the alighting station, in its local time. */
  readonly arrival_time: string
  readonly status: 'BOOKED' | 'HELD' | 'BLOCKED'
  /** The booking; null unless it is BOOKED. */
  readonly booking_id: string | null
  /** Masked ("A… L…") without the right `personal_data.read`; null unless it is BOOKED, for a bicycle hook, and once it is erased. */
  readonly passenger_name: string | null
  readonly passenger_age: number | null
  readonly passenger_gender: 'F' | 'M' | 'X' | null
}

/** Who has which seat of a run. */
export interface Manifest {
  /** The run. */
  readonly train_run_id: string
  readonly train_number: string
  /** The day of its run. */
  readonly service_date: string
  /** The moment at which this answer was true. */
  readonly as_of: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** In order of coaches, seats and legs. */
  readonly lines: readonly ManifestLine[]
}

/** What is stored of the passengers of a booking. */
export interface PersonalBooking {
  /** The booking. */
  readonly booking_id: string
  /** Of the departure, at the boarding station. */
  readonly journey_date: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Nothing personal is left; then the members below are null. */
  readonly erased: boolean
  readonly email: string | null
  readonly phone: string | null
  readonly passengers: readonly ({
    readonly passenger_name: string | null
    readonly passenger_age: number | null
    readonly passenger_gender: 'F' | 'M' | 'X' | null
  })[]
}

/** Everything personal that the railway keeps of an account. */
export interface PersonalData {
  readonly account: Account
  readonly saved_passengers: readonly SavedPassenger[]
  /** Those that were made with it, newest first. */
  readonly bookings: readonly PersonalBooking[]
}

/** What an erasure has done. */
export interface ErasedPersonalData {
  /** Bookings whose names and contacts are erased now. */
  readonly erased: readonly string[]
  /** Bookings that are not over yet: the train needs their names. */
  readonly kept: readonly string[]
}

/** What a passenger shows at the door, as the booking is now. */
export interface Ticket {
  /** The booking. */
  readonly booking_id: string
  /** The run. */
  readonly train_run_id: string
  /** The bytes to draw as an Aztec code, in base64url: at most 150. docs/tickets.md says what they say. */
  readonly code: string
  /** The code drawn as an Aztec code (ISO/IEC 24778). */
  readonly symbol: {
    /** How many modules it is wide and high. */
    readonly modules: number
    /** The dark modules as a path of SVG, in units of one module, on white. No quiet zone is needed. */
    readonly path: string
  }
  /** Names the public key, as in `GET /api/ticket_keys`. */
  readonly key_id: number
  /** Grows with each cancellation of seats; a checker lets in the code of the last one only. */
  readonly issue: number
  /** From then on the code is good. */
  readonly valid_from: string
  /** From then on it is not. */
  readonly valid_until: string
  /** The seats that are left, in the order of the code. */
  readonly seat_numbers: readonly string[]
}

/** What the codes of tickets are checked with. */
export interface TicketKey {
  /** Names the public key, as in `GET /api/ticket_keys`. */
  readonly key_id: number
  /** Ed25519 (RFC 8032), 32 bytes in base64url. */
  readonly public_key: string
  /** It signs from then on, until a later one does. */
  readonly signs_from: string
}

/** The public keys of tickets that are good. */
export interface TicketKeys {
  /** In the order in which they sign. */
  readonly ticket_keys: readonly TicketKey[]
}

/** Whether a ticket is good on a run. */
export interface TicketVerdict {
  /** The first of these that is true. `UNREADABLE`: no ticket. `FORGED`: signed by no key of the railway. `OTHER_DAY`: for this train, but not now. `OTHER_TRAIN`: for another train. `UNKNOWN`: signed, but there is no such booking. `REVOKED`: the booking was canceled or changed since. */
  readonly verdict: 'UNREADABLE' | 'FORGED' | 'OTHER_DAY' | 'OTHER_TRAIN' | 'UNKNOWN' | 'REVOKED' | 'VALID'
  /** The booking; null for a code that the railway has not signed. */
  readonly booking_id: string | null
  /** Of the ticket; null if its run is not known. */
  readonly train_number: string | null
  /** The day of the run of the ticket. */
  readonly service_date: string | null
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string | null
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string | null
  /** Of a valid ticket; otherwise none. */
  readonly seat_numbers: readonly string[]
}

/** A run of a day, and how full it is. */
export interface DayRun {
  /** The run: one train on one service date. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The date on which the run leaves its first stop. */
  readonly service_date: string
  readonly from: {
    /** Code of a station, as listed by GET /api/stations. */
    readonly station_code: string
    readonly name: string
  }
  readonly to: {
    /** Code of a station, as listed by GET /api/stations. */
    readonly station_code: string
    readonly name: string
  }
  /** At the first stop, in local time. */
  readonly departure_time: string
  /** At the last stop, in local time. */
  readonly arrival_time: string
  /** Why no holds can be placed on this run at any time; null if they can until its departure. WAITING: a newer timetable changes it too much, and the railway has to decide what becomes of it. WITHDRAWN: the timetable no longer has it. CLOSED: the railway sells nothing there. CANCELLED: the train does not run there. */
  readonly off_sale_reason: 'WAITING' | 'WITHDRAWN' | 'CLOSED' | 'CANCELLED' | null
  /** The name of the consist. */
  readonly consist: string
  /** Seats of the consist. */
  readonly seats_total: number
  /** Seats that passengers have booked, each once for every passenger who has it in turn. */
  readonly booked: number
  /** The same for live holds. */
  readonly held: number
  /** The same for stretches that are taken out of sale. */
  readonly blocked: number
  /** Seats held or booked on each leg; empty if there are none on the run. */
  readonly taken_by_leg: readonly number[]
  /** Seats out of sale on each leg; empty if there are none on the run. */
  readonly blocked_by_leg: readonly number[]
}

/** The runs of a day, on sale or not. */
export interface DayRuns {
  /** The moment at which this answer was true. */
  readonly as_of: string
  /** Runs of the day, on all pages. */
  readonly total: number
  /** In order of departure. */
  readonly train_runs: readonly DayRun[]
  /** Send it as `after` to get the next page; null at the end. */
  readonly next: string | null
}

/** A booking as a search of the railway shows it. */
export interface FoundBooking {
  /** The record locator. */
  readonly booking_id: string
  readonly status: 'CONFIRMED' | 'CANCELLED'
  /** The run. */
  readonly train_run_id: string
  readonly train_number: string
  /** Local date of departure at the boarding station. */
  readonly journey_date: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Those that were not given up. */
  readonly seat_numbers: readonly string[]
  /** Masked without the right `personal_data.read`; null once they are erased. */
  readonly passenger_names: readonly (string | null)[]
  /** As sold. In the smallest unit of the currency. */
  readonly total_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** When it was confirmed. */
  readonly booking_time: string
}

export interface FoundBookings {
  /** Newest first. */
  readonly bookings: readonly FoundBooking[]
  /** True if there are more than these: search more closely. */
  readonly has_more: boolean
}

/** A booking as the railway sees it; names may be masked. */
export interface DeskBooking {
  /** The record locator: a name, not a secret. */
  readonly booking_id: string
  /** CONFIRMED while it has any seat left. */
  readonly status: 'CONFIRMED' | 'CANCELLED'
  /** Who bought it. */
  readonly user_id: string
  /** The run. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The destination that the train shows when it leaves the stop; the name of its last station if the timetable does not say. */
  readonly headsign: string
  /** The headsign. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly headsigns: {
    readonly [name: string]: string
  }
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Name of the station when the run was first sold; a later timetable may rename the station. */
  readonly from_station_name: string
  /** The name. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly from_station_names: {
    readonly [name: string]: string
  }
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Name of the station when the run was first sold; a later timetable may rename the station. */
  readonly to_station_name: string
  /** The name. By language, as a BCP 47 tag, with the language of the timetable if it is known; empty if the timetable does not say. */
  readonly to_station_names: {
    readonly [name: string]: string
  }
  /** Local time of the boarding station. */
  readonly departure_time: string
  /** Local time of the alighting station. */
  readonly arrival_time: string
  /** As it was sold, if the train runs at another time now. */
  readonly sold_departure_time: string | null
  /** As it was sold, if the train runs at another time now. */
  readonly sold_arrival_time: string | null
  /** Null while the train runs as it was sold. MOVED: at other times. RECOACHED: at the same times, with other coaches; the booking keeps its seats by number. WAITING: it will run differently, and the railway has not decided what becomes of the booking. WITHDRAWN: the timetable no longer has it. */
  readonly run_change: 'MOVED' | 'RECOACHED' | 'WAITING' | 'WITHDRAWN' | null
  /** True if the train has other coaches than those that were sold, also at other times. */
  readonly coaches_changed: boolean
  /** Local date of departure at the boarding station. */
  readonly journey_date: string
  /** As sold. In the smallest unit of the currency. */
  readonly total_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** People, as sold; bicycle hooks are not counted. */
  readonly num_passengers: number
  /** When it was confirmed. */
  readonly booking_time: string
  /** When its last seat was canceled; null before that. */
  readonly cancellation_time: string | null
  /** The total refunded by cancellations. In the smallest unit of the currency. */
  readonly refunded_cents: number
  readonly seats: readonly BookedSeat[]
  readonly payment: {
    readonly method: string
    readonly status: 'REQUESTED' | 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'DECLINED' | 'TIMED_OUT'
  }
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** Masked without the right `personal_data.read`. */
  readonly contact: {
    readonly email: string | null
    readonly phone: string | null
  }
  /** The total kept by cancellations. In the smallest unit of the currency. */
  readonly fees_cents: number
  /** Of the railway, oldest first. */
  readonly notes: readonly ({
    /** When it was written. */
    readonly at: string
    /** Who wrote it. */
    readonly staff_id: string | null
    /** The API key that wrote it. */
    readonly key_id: string | null
    /** Null without the right `personal_data.read`: it may name people. */
    readonly text: string | null
  })[]
  /** True once its names and its contact are erased. */
  readonly is_erased: boolean
}

/** A page of what happened to a booking, starting with its hold. */
export interface DeskHistory {
  readonly entries: readonly ({
    /** When it was committed. */
    readonly at: string
    readonly action: string
    /** Ids, codes and amounts. */
    readonly facts: {
      readonly [name: string]: unknown
    }
    /** Who acted, if it was somebody of the railway. */
    readonly staff_id: string | null
    /** The API key that acted, if one did. */
    readonly key_id: string | null
    readonly reason: string | null
  })[]
  /** Send it as `after` to get the next page; null at the end. */
  readonly next: string | null
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
}

/** Money beyond the price of a booking. */
export interface Compensation {
  /** The record locator. */
  readonly booking_id: string
  /** The compensation. */
  readonly compensation_id: string
  /** What was given. In the smallest unit of the currency. */
  readonly amount_cents: number
  /** What the booking has got as compensation in total. In the smallest unit of the currency. */
  readonly given_cents: number
  /** ISO 4217. */
  readonly currency: string
}

/** A sale at a desk. */
export interface DeskSale {
  /** The record locator. */
  readonly booking_id: string
  /** The price. In the smallest unit of the currency. */
  readonly total_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** cash: paid at once. invoice: owed until it is settled. */
  readonly method: 'cash' | 'invoice'
  /** For the passenger: a link to the booking that needs no session. */
  readonly link_token: string
}

/** Money that changed hands at a desk. */
export interface Settlement {
  /** The record locator. */
  readonly booking_id: string
  /** The entry in the ledger. */
  readonly entry_id: string
  /** What was taken; negative if it was paid out. In the smallest unit of the currency. */
  readonly amount_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** CASH: through the drawer. TRANSFER: through a bank. */
  readonly means: 'CASH' | 'TRANSFER'
  /** The till whose drawer the money goes through: 1 to 32 letters, digits, dots and dashes. */
  readonly till: string
}

export interface DeskEntry {
  /** The entry in the ledger. */
  readonly entry_id: string
  /** When it was recorded. */
  readonly at: string
  /** What was taken; negative if it was paid out. In the smallest unit of the currency. */
  readonly amount_cents: number
  /** CASH: through the drawer. TRANSFER: through a bank. */
  readonly means: 'CASH' | 'TRANSFER'
  /** The till whose drawer the money goes through: 1 to 32 letters, digits, dots and dashes. */
  readonly till: string
  /** Who took it or paid it out. */
  readonly staff_id: string | null
  /** The API key that recorded it. */
  readonly key_id: string | null
}

/** A sale at a desk, and its account. */
export interface Receipt {
  readonly booking: DeskBooking
  /** What was given beyond the price. In the smallest unit of the currency. */
  readonly compensation_cents: number
  /** What the passenger owes; negative if it is to be paid out to them. In the smallest unit of the currency. */
  readonly balance_cents: number
  /** Money that changed hands, in order. */
  readonly entries: readonly DeskEntry[]
}

export interface DeskAccount {
  /** The record locator. */
  readonly booking_id: string
  /** The run. */
  readonly train_run_id: string
  /** cash: paid at once. invoice: owed until it is settled. */
  readonly method: 'cash' | 'invoice'
  /** What the passenger owes; negative if it is to be paid out to them. In the smallest unit of the currency. */
  readonly balance_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** When it was sold. */
  readonly sold_at: string
}

/** Accounts on which something is open. */
export interface DeskAccounts {
  readonly accounts: readonly DeskAccount[]
  /** True if there are more than these. */
  readonly has_more: boolean
}

/** What keeps a seat on a part of the way. */
export interface SeatClaim {
  /** The first leg: leg n leaves stop n, the first stop being 0. */
  readonly from_leg: number
  /** The first leg that is free of it again. */
  readonly to_leg: number
  readonly status: 'BOOKED' | 'HELD' | 'BLOCKED'
  /** The booking; null unless it is BOOKED. */
  readonly booking_id: string | null
  /** Tells holds and bookings apart; null if it is BLOCKED. */
  readonly hold_id: string | null
  /** It counts until then; null if it does not end by itself. */
  readonly expires_at: string | null
}

export interface ClaimedSeat {
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  /** In order of legs. */
  readonly claims: readonly SeatClaim[]
}

/** The claims of a run, or those of the seats that changed. */
export interface RunClaims {
  /** The moment at which this answer was true. */
  readonly as_of: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** If it differs, the run itself has changed: get its picture again. */
  readonly edition: number
  /** True if seats that are left out have no claims; false if they are as they were. */
  readonly is_whole: boolean
  readonly seats: readonly ClaimedSeat[]
}

/** Every claim on every seat and leg of a run. */
export interface RunPicture {
  /** The run: one train on one service date. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The date on which the run leaves its first stop. */
  readonly service_date: string
  /** The moment at which this answer was true. */
  readonly as_of: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** If it differs, the run itself has changed: get its picture again. */
  readonly edition: number
  /** Why no holds can be placed on this run at any time; null if they can until its departure. WAITING: a newer timetable changes it too much, and the railway has to decide what becomes of it. WITHDRAWN: the timetable no longer has it. CLOSED: the railway sells nothing there. CANCELLED: the train does not run there. */
  readonly off_sale_reason: 'WAITING' | 'WITHDRAWN' | 'CLOSED' | 'CANCELLED' | null
  /** The name of the consist. */
  readonly consist: string
  /** Leg n is between stop n and the next. */
  readonly stops: readonly Stop[]
  readonly coaches: readonly ({
    readonly coach_number: string
    readonly title: string
    /** In walking order. */
    readonly seats: readonly ({
      /** Unique within its run: coach 4, seat 32. */
      readonly seat_number: string
      readonly seat_label: string
      /** A travel class, as the operator names it. */
      readonly travel_class: string
    })[]
  })[]
  /** Those with claims. */
  readonly seats: readonly ClaimedSeat[]
}

/** Something that changed claims of a run. */
export interface PastAct {
  /** Its place in the audit chain of the run. */
  readonly seq: number
  /** When it happened. */
  readonly at: string
  /** As the audit has it. */
  readonly action: string
  /** As in the picture; null if it is about no hold. */
  readonly hold_id: string | null
  /** The booking; null if it is about none. */
  readonly booking_id: string | null
  /** Empty if it names no seats. */
  readonly seat_numbers: readonly string[]
  /** Of a move: the seats that were left, in the order of `seat_numbers`. */
  readonly left_seat_numbers: readonly string[]
  /** Of a move: the seats that were left and taken out of sale. */
  readonly blocked_seat_numbers: readonly string[]
  /** Null if it names no part of the way. */
  readonly from_leg: number | null
  readonly to_leg: number | null
  /** When a hold that it placed or extended was to end. */
  readonly expires_at: string | null
}

/** What has changed the claims of a run. */
export interface RunPast {
  /** The run. */
  readonly train_run_id: string
  /** In the order in which they happened. */
  readonly acts: readonly PastAct[]
  /** Send it as `after` to get the next page; null at the end. */
  readonly next: string | null
}

/** What stood in the way of a wish at a moment. */
export interface WhyRefused {
  /** The run. */
  readonly train_run_id: string
  /** The moment that was asked about. */
  readonly at: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** A travel class, as the operator names it. */
  readonly travel_class: string
  /** How many seats were wanted. */
  readonly seat_count: number
  /** The first of these that stood in the way; POSSIBLE if none did, so that a refusal was for another reason, such as a limit. */
  readonly answer: 'DEPARTED' | 'CANCELLED' | 'CLOSED' | 'NOT_ENOUGH_SEATS' | 'POSSIBLE'
  /** Seats of the class that were free. */
  readonly free_seat_numbers: readonly string[]
  /** The stops: leg n leaves stop n, from 0 on. */
  readonly station_codes: readonly string[]
  /** The other seats of the class, each with the claims on this part of the way. */
  readonly in_the_way: readonly ClaimedSeat[]
}

/** A part of the way of a run on which nothing is sold. */
export interface Closure {
  /** CLOSED: nothing is sold there until it is opened. CANCELLED: the train does not run there. */
  readonly status: 'CLOSED' | 'CANCELLED'
  /** Null for all classes. */
  readonly travel_class: string | null
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** When it was closed or canceled. */
  readonly since: string
  /** Bookings that a cancellation found there. */
  readonly bookings: number
  /** Those of them that are still to be given back. */
  readonly bookings_left: number
}

/** What is closed or canceled of a run. */
export interface Closures {
  /** The run. */
  readonly train_run_id: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** In order of legs. */
  readonly closures: readonly Closure[]
}

/** What is canceled of a run now, and whom it concerned. */
export interface CancelledRun {
  /** The run. */
  readonly train_run_id: string
  /** Grows with each change of the run; a view with a smaller number is older. */
  readonly commit_seq: number
  /** In order of legs. */
  readonly closures: readonly Closure[]
  /** Whom it concerned just before. */
  readonly affected: {
    /** Bookings that ride there; each is given back in full. */
    readonly bookings: number
    /** Seats that are booked there. */
    readonly seats: number
    /** Holds that end. */
    readonly holds: number
    /** What goes back to passengers, by currency. */
    readonly refunds: readonly ({
      /** ISO 4217. */
      readonly currency: string
      /** All of it together. In the smallest unit of the currency. */
      readonly amount_cents: number
    })[]
  }
}

/** The figures of one day, train, class, fare, channel or method. */
export interface SalesLine {
  /** The day of the railway. */
  readonly day?: string
  /** The number of the train. */
  readonly train?: string
  /** The class; empty for money without a seat. */
  readonly class?: string
  /** The name of the fare. */
  readonly fare?: string
  /** Who bought: a guest, an account, staff at a desk, or a machine. */
  readonly channel?: 'guest' | 'account' | 'desk' | 'key'
  /** How it was paid. */
  readonly method?: string
  /** ISO 4217. */
  readonly currency: string
  /** Bookings made. */
  readonly bookings: number
  /** Seats of these bookings. */
  readonly seats: number
  /** Their price. In the smallest unit of the currency. */
  readonly sales_cents: number
  /** Seats given up. */
  readonly canceled_seats: number
  /** What passengers get back of the price, paid out or not. In the smallest unit of the currency. */
  readonly refunds_cents: number
  /** What was kept of the price of seats given up; negative if the fees of earlier cancellations were taken back, because the payment failed. In the smallest unit of the currency. */
  readonly fees_cents: number
  /** What was given beyond the price. In the smallest unit of the currency. */
  readonly compensation_cents: number
  /** What the methods of payment have taken in. In the smallest unit of the currency. */
  readonly received_cents: number
  /** What they have paid out. In the smallest unit of the currency. */
  readonly paid_out_cents: number
}

/** The figures of a currency. */
export interface SalesTotal {
  /** ISO 4217. */
  readonly currency: string
  /** Bookings made. */
  readonly bookings: number
  /** Seats of these bookings. */
  readonly seats: number
  /** Their price. In the smallest unit of the currency. */
  readonly sales_cents: number
  /** Seats given up. */
  readonly canceled_seats: number
  /** What passengers get back of the price, paid out or not. In the smallest unit of the currency. */
  readonly refunds_cents: number
  /** What was kept of the price of seats given up; negative if the fees of earlier cancellations were taken back, because the payment failed. In the smallest unit of the currency. */
  readonly fees_cents: number
  /** What was given beyond the price. In the smallest unit of the currency. */
  readonly compensation_cents: number
  /** What the methods of payment have taken in. In the smallest unit of the currency. */
  readonly received_cents: number
  /** What they have paid out. In the smallest unit of the currency. */
  readonly paid_out_cents: number
}

/** What was sold and given back in a time. */
export interface SalesReport {
  /** The first day. */
  readonly from: string
  /** The last day. */
  readonly to: string
  /** Of the railway's days. */
  readonly time_zone: string
  /** The moment at which this answer was true. */
  readonly as_of: string
  /** In order of what they are told apart by. */
  readonly lines: readonly SalesLine[]
  /** One for each currency. */
  readonly totals: readonly SalesTotal[]
}

/** The lines of a day in one currency. */
export interface DayTotal {
  /** ISO 4217. */
  readonly currency: string
  /** Lines in this currency. */
  readonly lines: number
  /** What they add up to, on either side. In the smallest unit of the currency. */
  readonly amount_cents: number
}

/** A day whose lines no longer change. */
export interface ClosedDay {
  /** The day. */
  readonly day: string
  /** When it began. */
  readonly from_time: string
  /** When it ended. */
  readonly to_time: string
  /** The running number of its first line. */
  readonly first_number: number
  /** How many lines it has. */
  readonly lines: number
  /** One for each currency. */
  readonly totals: readonly DayTotal[]
  /** SHA-256 over the digest of the day before and each line, in base64url. */
  readonly digest: string
  /** When it was closed. */
  readonly closed_time: string
}

/** What closing the next day would do. */
export interface NextDay {
  /** The day. */
  readonly day: string
  /** When it began. */
  readonly from_time: string
  /** When it ends. */
  readonly to_time: string
  /** Whether it can be closed. */
  readonly is_over: boolean
  /** Whether somebody has begun to close it. */
  readonly is_under_way: boolean
  /** How many lines closing it now would write. */
  readonly lines: number
  /** One for each currency. */
  readonly totals: readonly DayTotal[]
  /** How many of them are of days that were closed before these became known. */
  readonly late_lines: number
}

/** The closed days, and the one that is closed next. */
export interface Closings {
  /** Of the railway's days. */
  readonly time_zone: string
  /** Newest first. */
  readonly closed: readonly ClosedDay[]
  readonly next: NextDay
}

export interface CloseDayRequest {
  /** The day to close. */
  readonly day: string
}

/** So much moves from one account to another. */
export interface LedgerLine {
  /** The running number, without gaps. */
  readonly number: number
  /** The day that it was closed with. */
  readonly day: string
  /** When it happened. */
  readonly time: string
  /** What happened, as the audit calls it. */
  readonly event: string
  /** The account that the amount goes to. */
  readonly debit: string
  /** The account that it comes from. */
  readonly credit: string
  /** The amount. In the smallest unit of the currency. */
  readonly amount_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** How it was paid. */
  readonly method: string
  /** The key of the payment at its provider. */
  readonly payment: string
  /** The booking; null if there is none. */
  readonly booking_id: string | null
}

/** Lines of a closed day. */
export interface LedgerLines {
  /** The day. */
  readonly day: string
  /** In order of their numbers. */
  readonly lines: readonly LedgerLine[]
  /** Send it as `after` to get the next page; null at the end. */
  readonly next: number | null
}

export type OpenSessionBody = {
  /** The email of a registered user; leave it out for a guest. */
  readonly email?: string
  /** The password. */
  readonly password?: string
}

export type OpenSessionAnswer = Session

export type OpenPageSessionAnswer = PageSession

export type ListStationsAnswer = {
  readonly stations: readonly Station[]
}

export type SearchRunsAnswer = {
  /** The moment at which this answer was true. */
  readonly as_of: string
  readonly train_runs: readonly FoundRun[]
  /** Runs of that day that have already left. */
  readonly departed_runs: number
}

export type ShowRunAnswer = Run

export type FareCalendarAnswer = FareCalendar

export type ShowSeatsAnswer = SeatMap

export type PlaceHoldBody = {
  /** The run. */
  readonly train_run_id: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** 1 to 9 different seats of the run. Send either these, or travel_class and seat_count. */
  readonly seat_numbers?: readonly string[]
  readonly travel_class?: string
  /** 1 to 9 seats, chosen by the system. */
  readonly seat_count?: number
  /** Wishes, not conditions. */
  readonly preferences?: {
    readonly position?: 'window' | 'aisle'
    readonly table?: boolean
    /** A coach number. */
    readonly coach?: string
    readonly quiet?: boolean
    readonly berth?: 'upper' | 'middle' | 'lower'
    readonly facing?: 'forward'
    /** Seats reached without a step. They are given last to all others. */
    readonly step_free?: boolean
    /** Seats of the family area. They are given last to all others. */
    readonly family?: boolean
    /** Wheelchair spaces together with the companion's seat beside each, beyond `seat_count`, where it is free. Without this wish, the seat is declined and stays on sale. */
    readonly companion?: boolean
  }
  /** The solution of the `challenge` of a 429 `class_under_pressure` answer to the same request, in base64. It does not belong to what identifies the request: send it with the same key. */
  readonly proof?: string
}

export type PlaceHoldAnswer = Hold

export type ShowHoldAnswer = Hold

export type ExtendHoldAnswer = Hold

export type ConfirmBookingBody = {
  /** The hold to book. */
  readonly hold_token: string
  /** One for each seat of the hold but bicycle hooks, which have no passenger: one that is named for a hook all the same is not stored. Empty if only hooks are held. */
  readonly passengers: readonly ({
    /** Unique within its run: coach 4, seat 32. */
    readonly seat_number: string
    /** One line, stored exactly as sent. */
    readonly passenger_name: string
    readonly passenger_age: number
    readonly passenger_gender: 'F' | 'M' | 'X'
  })[]
  readonly contact?: {
    readonly email?: string | null
    readonly phone?: string | null
  }
  /** Of the mails about the booking; the first language of the railway if it is left out. */
  readonly language?: 'en' | 'de' | 'ar'
  readonly payment: {
    /** The payment service. */
    readonly method: 'mock'
    /** The token that the payment service gave to the client. */
    readonly token: string
  }
}

export type ConfirmBookingAnswer = Booking

export type ListBookingsAnswer = {
  readonly bookings: readonly Booking[]
  /** Send it as `after` to get the next page; null at the end. */
  readonly next: string | null
}

export type ShowBookingAnswer = Booking

export type ShowBookingByLinkAnswer = Booking

export type ShowTicketAnswer = Ticket

export type ShowTicketByLinkAnswer = Ticket

export type ListTicketKeysAnswer = TicketKeys

export type BookingHistoryAnswer = History

export type QuoteCancellationBody = {
  /** Default: all that are left. */
  readonly seat_numbers?: readonly string[]
}

export type QuoteCancellationAnswer = Quote

export type CancelBookingBody = {
  /** The quote. */
  readonly quote_id: string
}

export type CancelBookingAnswer = Booking

export type FindBookingBody = {
  /** The record locator. */
  readonly booking_id: string
  /** The address that the booking was made with, in capitals or small letters. */
  readonly email: string
  /** The language of the message; English if it is left out. */
  readonly language?: 'en' | 'de' | 'ar'
}

export type FindBookingAnswer = CodeSent

export type SendCodeByLinkBody = {
  /** The language of the message; English if it is left out. */
  readonly language?: 'en' | 'de' | 'ar'
}

export type SendCodeByLinkAnswer = CodeSent

export type GrantBookingBody = {
  /** The 10 digits of the code; blanks and hyphens between them do not matter. */
  readonly code: string
}

export type GrantBookingAnswer = Booking

export type RegisterAccountBody = {
  /** The e-mail address of the account, in capitals or small letters. */
  readonly email: string
  /** The new password. Any characters; it is never changed or trimmed. */
  readonly password: string
  /** The language of the message; English if it is left out. */
  readonly language?: 'en' | 'de' | 'ar'
}

export type RegisterAccountAnswer = CodeSent

export type VerifyAccountBody = {
  /** The 10 digits of the code; blanks and hyphens between them do not matter. */
  readonly code: string
}

export type VerifyAccountAnswer = AccountSession

export type AccountSignInBody = {
  /** The e-mail address of the account, in capitals or small letters. */
  readonly email: string
  /** The password. */
  readonly password: string
}

export type AccountSignInAnswer = AccountSession

export type ListAccountSessionsAnswer = AccountSessions

export type ShowAccountAnswer = Account

export type ChangeAccountPasswordBody = {
  /** The password. */
  readonly password: string
  /** The new password. Any characters; it is never changed or trimmed. */
  readonly new_password: string
}

export type ChangeAccountPasswordAnswer = AccountSession

export type SendEmailCodeBody = {
  /** The e-mail address of the account, in capitals or small letters. */
  readonly email: string
  /** The password. */
  readonly password: string
  /** The language of the message; English if it is left out. */
  readonly language?: 'en' | 'de' | 'ar'
}

export type SendEmailCodeAnswer = CodeSent

export type ChangeEmailBody = {
  /** The 10 digits of the code; blanks and hyphens between them do not matter. */
  readonly code: string
}

export type ChangeEmailAnswer = Account

export type DeleteAccountBody = {
  /** The password. */
  readonly password: string
}

export type ShowPersonalDataAnswer = PersonalData

export type ErasePersonalDataBody = {
  /** The password. */
  readonly password: string
}

export type ErasePersonalDataAnswer = ErasedPersonalData

export type ListSavedPassengersAnswer = SavedPassengers

export type ReplaceSavedPassengersBody = {
  /** All saved passengers, 20 at most. */
  readonly passengers: readonly ({
    /** One line, stored exactly as sent. */
    readonly passenger_name: string
    /** The age at a ride follows from it, give or take the birthday. */
    readonly birth_year: number
    readonly passenger_gender: 'F' | 'M' | 'X'
    /** Wishes for a seat, not conditions. */
    readonly preferences?: {
      readonly position?: 'window' | 'aisle'
      readonly table?: boolean
      readonly quiet?: boolean
      readonly berth?: 'upper' | 'middle' | 'lower'
      readonly facing?: 'forward'
      /** Seats reached without a step. They are given last to all others. */
      readonly step_free?: boolean
      /** Seats of the family area. They are given last to all others. */
      readonly family?: boolean
      /** Wheelchair spaces together with the companion's seat beside each, beyond `seat_count`, where it is free. Without this wish, the seat is declined and stays on sale. */
      readonly companion?: boolean
    }
  })[]
}

export type ReplaceSavedPassengersAnswer = SavedPassengers

export type BeginPasskeySignInAnswer = PasskeyRequest

export type PasskeySignInBody = {
  /** What `navigator.credentials.get` answers, as JSON; further members are ignored. */
  readonly credential: {
    /** The credential ID. */
    readonly id: string
    readonly type: 'public-key'
    readonly response: {
      /** What the browser says of the request. */
      readonly clientDataJSON: string
      /** What the authenticator has signed, with the client data. */
      readonly authenticatorData: string
      /** The signature. */
      readonly signature: string
      /** The account, as the passkey knows it. */
      readonly userHandle: string
    }
  }
}

export type PasskeySignInAnswer = AccountSession

export type ListPasskeysAnswer = Passkeys

export type AddPasskeyBody = {
  /** Tells the passkeys of an account apart. */
  readonly name: string
  /** What `navigator.credentials.create` answers, as JSON; further members are ignored. */
  readonly credential: {
    /** The credential ID. */
    readonly id: string
    readonly type: 'public-key'
    readonly response: {
      /** What the browser says of the request. */
      readonly clientDataJSON: string
      /** The public key, and more. */
      readonly attestationObject: string
    }
  }
}

export type AddPasskeyAnswer = Passkey

export type BeginPasskeyAnswer = PasskeyCreation

export type RenamePasskeyBody = {
  /** Tells the passkeys of an account apart. */
  readonly name: string
}

export type RenamePasskeyAnswer = Passkey

export type SendResetCodeBody = {
  /** The e-mail address of the account, in capitals or small letters. */
  readonly email: string
  /** The language of the message; English if it is left out. */
  readonly language?: 'en' | 'de' | 'ar'
}

export type SendResetCodeAnswer = CodeSent

export type ResetAccountPasswordBody = {
  /** The 10 digits of the code; blanks and hyphens between them do not matter. */
  readonly code: string
  /** The new password. Any characters; it is never changed or trimmed. */
  readonly new_password: string
}

export type ResetAccountPasswordAnswer = AccountSession

export type SetUpBody = {
  /** The part of the set-up link after the #. */
  readonly setup_token: string
  /** Their name. */
  readonly name: string
  /** The e-mail address of the account. */
  readonly email: string
  /** The new password. Any characters; it is never changed or trimmed. */
  readonly password: string
}

export type SetUpAnswer = StaffSession

export type StaffSignInBody = {
  /** The e-mail address of the account. */
  readonly email: string
  /** The password. */
  readonly password: string
  /** The code that the app shows, or a recovery code. Blanks and hyphens do not matter. */
  readonly code?: string
}

export type StaffSignInAnswer = StaffSession

export type ListStaffSessionsAnswer = StaffSessions

export type ShowStaffAnswer = StaffMember

export type ChangePasswordBody = {
  /** The password. */
  readonly password: string
  /** The new password. Any characters; it is never changed or trimmed. */
  readonly new_password: string
}

export type ChangePasswordAnswer = StaffSession

export type StartFactorBody = {
  /** The password. */
  readonly password: string
}

export type StartFactorAnswer = StartedSecondFactor

export type ConfirmFactorBody = {
  /** The code that the app shows, or a recovery code. Blanks and hyphens do not matter. */
  readonly code: string
}

export type ConfirmFactorAnswer = RecoveryCodes

export type RemoveFactorBody = {
  /** The code that the app shows, or a recovery code. Blanks and hyphens do not matter. */
  readonly code: string
}

export type ResetFactorBody = {
  /** For the audit trail. */
  readonly reason: 'lost_device' | 'suspected_misuse' | 'departure'
}

export type ListStaffAnswer = StaffList

export type AddStaffBody = {
  /** Their name. */
  readonly name: string
  /** The e-mail address of the account. */
  readonly email: string
  /** The new password. Any characters; it is never changed or trimmed. */
  readonly password: string
  /** Their roles; with none they can only sign in. */
  readonly roles: readonly ('administrator' | 'inventory' | 'sales' | 'inspector' | 'auditor')[]
  /** For the audit trail. */
  readonly reason: 'new_duties' | 'departure' | 'suspected_misuse' | 'lost_device' | 'own_wish' | 'correction'
}

export type AddStaffAnswer = ListedStaff

export type ChangeStaffRolesBody = {
  /** Their roles; with none they can only sign in. */
  readonly roles: readonly ('administrator' | 'inventory' | 'sales' | 'inspector' | 'auditor')[]
  /** For the audit trail. */
  readonly reason: 'new_duties' | 'departure' | 'suspected_misuse' | 'lost_device' | 'own_wish' | 'correction'
}

export type ChangeStaffRolesAnswer = ListedStaff

export type ChangeStaffStateBody = {
  /** DISABLED: they cannot sign in, and nothing of them is lost. */
  readonly state: 'ACTIVE' | 'DISABLED'
  /** For the audit trail. */
  readonly reason: 'new_duties' | 'departure' | 'suspected_misuse' | 'lost_device' | 'own_wish' | 'correction'
}

export type ChangeStaffStateAnswer = ListedStaff

export type ResetStaffPasswordBody = {
  /** The new password. Any characters; it is never changed or trimmed. */
  readonly password: string
  /** For the audit trail. */
  readonly reason: 'new_duties' | 'departure' | 'suspected_misuse' | 'lost_device' | 'own_wish' | 'correction'
}

export type ListSessionsOfStaffAnswer = StaffSessions

export type EndSessionsOfStaffBody = {
  /** For the audit trail. */
  readonly reason: 'new_duties' | 'departure' | 'suspected_misuse' | 'lost_device' | 'own_wish' | 'correction'
}

export type ReceivePaymentEventBody = Readonly<Record<string, unknown>>

export type ListImportsAnswer = {
  readonly imports: readonly ({
    /** Opaque ID of the import. */
    readonly import_id: string
    /** When the import was begun. */
    readonly imported_at: string
    /** Whose timetable it was. */
    readonly source: string
    /** The first service date on which it said what runs there are. */
    readonly from_date: string
    /** The last such date. */
    readonly to_date: string
    /** Stations of the timetable. */
    readonly stations: number
    /** What the codes of its stations begin with; mostly empty. */
    readonly station_prefix: string
    /** Trains of the timetable. */
    readonly trains: number
    /** Consists of the timetable. */
    readonly consists: number
    /** New runs. */
    readonly runs_opened: number
    /** Runs that the timetable has as they were. */
    readonly runs_unchanged: number
    /** Runs without claims that became what the timetable has. */
    readonly runs_changed: number
    /** Runs with claims whose times changed. */
    readonly runs_moved: number
    /** Runs with claims that have other coaches. */
    readonly runs_recoached: number
    /** Runs with claims that have another fare. */
    readonly runs_repriced: number
    /** Runs with claims whose train has another number or name. */
    readonly runs_renamed: number
    /** Runs that are on sale again. */
    readonly runs_reopened: number
    /** Runs that went off sale and wait for a decision. */
    readonly runs_waiting: number
    /** Runs with claims that the timetable does not have: off sale. */
    readonly runs_withdrawn: number
    /** Runs without claims that the timetable does not have: gone. */
    readonly runs_removed: number
  })[]
}

export type ShowImportAnswer = {
  /** Opaque ID of the import. */
  readonly import_id: string
  /** When the import was begun. */
  readonly imported_at: string
  /** Whose timetable it was. */
  readonly source: string
  /** The first service date on which it said what runs there are. */
  readonly from_date: string
  /** The last such date. */
  readonly to_date: string
  /** Stations of the timetable. */
  readonly stations: number
  /** What the codes of its stations begin with; mostly empty. */
  readonly station_prefix: string
  /** Trains of the timetable. */
  readonly trains: number
  /** Consists of the timetable. */
  readonly consists: number
  /** New runs. */
  readonly runs_opened: number
  /** Runs that the timetable has as they were. */
  readonly runs_unchanged: number
  /** Runs without claims that became what the timetable has. */
  readonly runs_changed: number
  /** Runs with claims whose times changed. */
  readonly runs_moved: number
  /** Runs with claims that have other coaches. */
  readonly runs_recoached: number
  /** Runs with claims that have another fare. */
  readonly runs_repriced: number
  /** Runs with claims whose train has another number or name. */
  readonly runs_renamed: number
  /** Runs that are on sale again. */
  readonly runs_reopened: number
  /** Runs that went off sale and wait for a decision. */
  readonly runs_waiting: number
  /** Runs with claims that the timetable does not have: off sale. */
  readonly runs_withdrawn: number
  /** Runs without claims that the timetable does not have: gone. */
  readonly runs_removed: number
  /** By train and by what became of its runs. */
  readonly differences: readonly ({
    /** What became of the runs: opened, unchanged, changed, moved, recoached, repriced, renamed, reopened, waiting, withdrawn or removed. */
    readonly change: string
    /** Why they wait; empty for every other change. */
    readonly causes: readonly ({
      readonly what: 'stops'
      readonly lost: readonly string[]
      readonly added: readonly string[]
    } | {
      readonly what: 'times'
      readonly minutes: number
    } | {
      readonly what: 'seats'
      readonly seat_numbers: readonly string[]
    })[]
    readonly train_number: string
    readonly train_name: string
    /** Of the runs, in order. */
    readonly service_dates: readonly string[]
    /** How many bookings there were by service date, where there were any. */
    readonly bookings: {
      readonly [name: string]: number
    }
  })[]
  /** Stations to which the timetable gives another name or time zone than they had. */
  readonly station_differences: readonly ({
    readonly change: 'renamed' | 'kept'
    readonly station_code: string
    /** As it is now. */
    readonly name: string
    /** As it is now. */
    readonly time_zone: string
    /** Whose station it is. */
    readonly source: string
    /** As the timetable has it. */
    readonly feed_name: string
    /** As the timetable has it. */
    readonly feed_time_zone: string
  })[]
}

export type ListDayRunsAnswer = DayRuns

export type ShowPictureAnswer = RunPicture

export type ListClaimsAnswer = RunClaims

export type ShowPastAnswer = RunPast

export type ExplainRefusalAnswer = WhyRefused

export type ListBlocksAnswer = Blocks

export type BlockSeatsBody = {
  /** These seats. */
  readonly seat_numbers?: readonly string[]
  /** All seats of a coach. */
  readonly coach_number?: string
  /** All seats of a class. */
  readonly travel_class?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code?: string
  /** For the audit trail. */
  readonly reason: 'defect' | 'reserved' | 'operational' | 'correction'
}

export type BlockSeatsAnswer = ChangedBlocks

export type FreeBlocksBody = {
  /** These seats. */
  readonly seat_numbers?: readonly string[]
  /** All seats of a coach. */
  readonly coach_number?: string
  /** All seats of a class. */
  readonly travel_class?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code?: string
  /** For the audit trail. */
  readonly reason: 'defect' | 'reserved' | 'operational' | 'correction'
}

export type FreeBlocksAnswer = ChangedBlocks

export type ProposeMovesBody = {
  /** All who sit on these seats. */
  readonly seat_numbers?: readonly string[]
  /** All who sit in a coach. */
  readonly coach_number?: string
  /** All who sit in a class. */
  readonly travel_class?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code?: string
}

export type ProposeMovesAnswer = MoveProposal

export type MovePassengersBody = {
  /** Who goes where. */
  readonly moves: readonly ({
    /** The record locator; left out for everybody on the seat. */
    readonly booking_id?: string
    /** Unique within its run: coach 4, seat 32. */
    readonly from_seat_number: string
    /** Unique within its run: coach 4, seat 32. */
    readonly to_seat_number: string
  })[]
  /** Takes the seats that are left out of sale where they are left. */
  readonly block_left_seats?: boolean
  /** For the audit trail. */
  readonly reason: 'operational' | 'defect' | 'correction' | 'passenger_request'
}

export type MovePassengersAnswer = MovedPassengers

export type ShowManifestAnswer = Manifest

export type CheckTicketBody = {
  /** What was read from the Aztec code, in base64url. Whatever is no ticket is `UNREADABLE`. */
  readonly code: string
}

export type CheckTicketAnswer = TicketVerdict

export type SearchBookingsBody = {
  /** The record locator. */
  readonly booking_id?: string
  /** Of the contact. */
  readonly email?: string
  /** Of the contact. */
  readonly phone?: string
  /** Words of names of passengers, all of which a booking has. */
  readonly passenger_name?: string
  /** The run. */
  readonly train_run_id?: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number?: string
  readonly train_number?: string
  /** The day of the run, with `train_number`. */
  readonly service_date?: string
}

export type SearchBookingsAnswer = FoundBookings

export type ShowBookingToRailwayAnswer = DeskBooking

export type ShowHistoryToRailwayAnswer = DeskHistory

export type QuoteForPassengerBody = {
  /** Default: all that are left. */
  readonly seat_numbers?: readonly string[]
  /** BY_RULE: what the passenger would get back. IN_FULL: the whole price, which needs the right `money.forgive_fees` too. */
  readonly terms: 'BY_RULE' | 'IN_FULL'
  /** For the audit trail. */
  readonly reason: 'passenger_request' | 'operational' | 'defect' | 'correction'
}

export type QuoteForPassengerAnswer = Quote

export type CancelForPassengerBody = {
  /** The quote, made by the same caller. */
  readonly quote_id: string
  /** For the audit trail. */
  readonly reason: 'passenger_request' | 'operational' | 'defect' | 'correction'
}

export type CancelForPassengerAnswer = DeskBooking

export type ListAuditAnswer = AuditEntries

export type ListChangesAnswer = Changes

export type GiveCompensationBody = {
  /** In the smallest unit of the currency of the booking. */
  readonly amount_cents: number
  /** For the audit trail. */
  readonly reason: 'passenger_request' | 'operational' | 'defect' | 'correction'
}

export type GiveCompensationAnswer = Compensation

export type PlaceHoldAtDeskBody = {
  /** The run. */
  readonly train_run_id: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** 1 to 9 different seats of the run. Send either these, or travel_class and seat_count. */
  readonly seat_numbers?: readonly string[]
  readonly travel_class?: string
  /** 1 to 9 seats, chosen by the system. */
  readonly seat_count?: number
  /** Wishes, not conditions. */
  readonly preferences?: {
    readonly position?: 'window' | 'aisle'
    readonly table?: boolean
    /** A coach number. */
    readonly coach?: string
    readonly quiet?: boolean
    readonly berth?: 'upper' | 'middle' | 'lower'
    readonly facing?: 'forward'
    /** Seats reached without a step. They are given last to all others. */
    readonly step_free?: boolean
    /** Seats of the family area. They are given last to all others. */
    readonly family?: boolean
    /** Wheelchair spaces together with the companion's seat beside each, beyond `seat_count`, where it is free. Without this wish, the seat is declined and stays on sale. */
    readonly companion?: boolean
  }
  /** The solution of the `challenge` of a 429 `class_under_pressure` answer to the same request, in base64. It does not belong to what identifies the request: send it with the same key. */
  readonly proof?: string
}

export type PlaceHoldAtDeskAnswer = Hold

export type SellAtDeskBody = {
  /** The hold to book. */
  readonly hold_token: string
  /** One for each seat of the hold but bicycle hooks, which have no passenger: one that is named for a hook all the same is not stored. Empty if only hooks are held. */
  readonly passengers: readonly ({
    /** Unique within its run: coach 4, seat 32. */
    readonly seat_number: string
    /** One line, stored exactly as sent. */
    readonly passenger_name: string
    readonly passenger_age: number
    readonly passenger_gender: 'F' | 'M' | 'X'
  })[]
  readonly contact?: {
    readonly email?: string | null
    readonly phone?: string | null
  }
  /** Of the mails about the booking; the first language of the railway if it is left out. */
  readonly language?: 'en' | 'de' | 'ar'
  readonly payment: {
    /** cash: paid at once. invoice: owed until it is settled. */
    readonly method: 'cash' | 'invoice'
    /** The till whose drawer the money goes through: 1 to 32 letters, digits, dots and dashes. */
    readonly till: string
  }
}

export type SellAtDeskAnswer = DeskSale

export type ShowReceiptAnswer = Receipt

export type SettleAtDeskBody = {
  /** What changed hands, in the smallest unit: the whole balance, as the receipt has it; negative if it was paid out. */
  readonly amount_cents: number
  /** CASH: through the drawer. TRANSFER: through a bank. */
  readonly means: 'CASH' | 'TRANSFER'
  /** The till whose drawer the money goes through: 1 to 32 letters, digits, dots and dashes. */
  readonly till: string
}

export type SettleAtDeskAnswer = Settlement

export type ListDeskAccountsAnswer = DeskAccounts

export type CorrectNameBody = {
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  /** As it should be. */
  readonly passenger_name: string
  /** For the audit trail. */
  readonly reason: 'passenger_request' | 'operational' | 'defect' | 'correction'
}

export type CorrectNameAnswer = DeskBooking

export type AddNoteBody = {
  /** One line. */
  readonly text: string
  /** For the audit trail. */
  readonly reason: 'passenger_request' | 'operational' | 'defect' | 'correction'
}

export type AddNoteAnswer = DeskBooking

export type ListClosuresAnswer = Closures

export type CloseSaleBody = {
  /** Only this class; left out for all. */
  readonly travel_class?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code?: string
  /** For the audit trail. */
  readonly reason: 'operational' | 'defect' | 'correction'
}

export type CloseSaleAnswer = Closures

export type OpenSaleBody = {
  /** Only this class; left out for all. */
  readonly travel_class?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code?: string
  /** For the audit trail. */
  readonly reason: 'operational' | 'defect' | 'correction'
}

export type OpenSaleAnswer = Closures

export type CancelRunBody = {
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code?: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code?: string
  /** For the audit trail. */
  readonly reason: 'operational' | 'defect' | 'correction'
  /** Changes nothing, and tells whom a cancellation would concern. */
  readonly dry_run?: boolean
}

export type CancelRunAnswer = CancelledRun

export type ReportSalesAnswer = SalesReport

export type ListClosingsAnswer = Closings

export type CloseDayBody = {
  /** The day to close. */
  readonly day: string
}

export type CloseDayAnswer = ClosedDay

export type ListLedgerLinesAnswer = LedgerLines

export type ListRightsAnswer = Rights

export type ListKeysAnswer = ApiKeys

export type AddKeyBody = {
  /** Tells the keys apart. */
  readonly name: string
  /** What the key may do; nothing that the caller may not do. */
  readonly rights: readonly ('timetables.read' | 'timetables.import' | 'runs.read' | 'runs.change' | 'blocks.read' | 'blocks.change' | 'bookings.find' | 'bookings.sell' | 'bookings.change' | 'bookings.cancel' | 'manifest.read' | 'tickets.check' | 'money.reports' | 'money.compensate' | 'money.compensate_more' | 'money.forgive_fees' | 'money.close_day' | 'people.read' | 'people.change' | 'keys.read' | 'keys.change' | 'audit.read' | 'changes.read' | 'settings.read' | 'settings.change' | 'system.read' | 'system.change' | 'personal_data.read')[]
  /** Addresses and networks that the key may be used from; left out for all. */
  readonly networks?: readonly string[]
  readonly requests_per_second?: number
  /** The key ends then; left out if it does not end by itself. */
  readonly expires_at?: string
}

export type AddKeyAnswer = MadeApiKey

export type ShowHealthAnswer = {
  readonly status: string
  readonly version: string
}

export type ShowReadinessAnswer = {
  readonly status: string
  readonly version: string
  /** What does not work, although requests should still be sent here. */
  readonly reasons?: readonly string[]
}

export type ShowOutboxAnswer = {
  readonly mails: readonly ({
    /** When its cause happened. */
    readonly at: string
    readonly to: string
    readonly subject: string
    /** As plain text. */
    readonly text: string
  })[]
}

export type ShowOpenApiAnswer = Readonly<Record<string, unknown>>
