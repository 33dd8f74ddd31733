import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a test changes of an answer, each of which has to be refused. */
interface Forging {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  /** False for an authenticator that asks nobody for a finger or a PIN. */
  readonly isVerified?: boolean
  /** The count that is signed; the next one if it is left out. */
  readonly count?: number
  readonly userHandle?: string
}

interface CreationOptions {
  readonly challenge: string
  readonly user: { readonly id: string }
}

const present = 0x01
const verified = 0x04
const withCredential = 0x40

/** A device that makes a passkey and signs with it, as a browser hands it on (WebAuthn Level 3, 6). */
export class Authenticator {
  readonly id = randomBytes(16)
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #counts: boolean
  #count = 0
  readonly #site: string
  #userHandle = ''

  /** `site` is the origin of the pages. One that does not count signs with 0, as synced passkeys do. */
  constructor(site: string, { counts = true }: { readonly counts?: boolean } = {}) {
    this.#site = site
    this.#counts = counts
  }

  create({ public_key: options }: { readonly public_key: CreationOptions }, forging: Forging = {}) {
    this.#userHandle = options.user.id
    const data = Buffer.concat([
      this.#authenticatorData(withCredential, forging),
      ...[Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, this.#publicKey()],
    ])
    return {
      ...{ id: base64url(this.id), rawId: base64url(this.id), type: 'public-key' },
      response: {
        clientDataJSON: base64url(
          clientData('webauthn.create', options.challenge, { origin: this.#site, ...forging }),
        ),
        attestationObject: base64url(attestation(data)),
      },
    }
  }

  get(
    { public_key: options }: { readonly public_key: { readonly challenge: string } },
    forging: Forging = {},
  ) {
    if (this.#counts) this.#count++
    const data = this.#authenticatorData(0, forging)
    const client = clientData('webauthn.get', options.challenge, { origin: this.#site, ...forging })
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
    return {
      ...{ id: base64url(this.id), rawId: base64url(this.id), type: 'public-key' },
      response: {
        ...{ clientDataJSON: base64url(client), authenticatorData: base64url(data) },
        signature: base64url(sign('sha256', signed, this.#keys.privateKey)),
        userHandle: forging.userHandle ?? this.#userHandle,
      },
    }
  }

  #authenticatorData(flags: number, { rpId, isVerified = true, count = this.#count }: Forging): Buffer {
    const counted = Buffer.alloc(4)
    counted.writeUInt32BE(count)
    const site = createHash('sha256')
      .update(rpId ?? new URL(this.#site).hostname)
      .digest()
    return Buffer.concat([site, Buffer.from([present | flags | (isVerified ? verified : 0)]), counted])
  }

  /** A COSE key: EC2, ES256, P-256, x and y (RFC 9053, section 7.1.1). */
  #publicKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const head = Buffer.from('a5010203262001', 'hex')
    return Buffer.concat([head, coordinate(0x21, x), coordinate(0x22, y)])
  }
}

function coordinate(label: number, value: string): Buffer {
  return Buffer.concat([Buffer.from([label, 0x58, 32]), Buffer.from(value, 'base64url')])
}

function clientData(kind: string, asked: string, { origin, type, challenge }: Forging): Buffer {
  return Buffer.from(JSON.stringify({ type: type ?? kind, challenge: challenge ?? asked, origin }))
}

/** In CBOR: `{fmt: "none", attStmt: {}, authData: ...}`. */
function attestation(data: Buffer): Buffer {
  const length = Buffer.from([0x59, data.length >> 8, data.length & 0xff])
  return Buffer.concat([
    ...[Buffer.from([0xa3]), text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])],
    ...[text('authData'), length, data],
  ])
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
