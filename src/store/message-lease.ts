/**
 * How long a worker may take to send one message. A worker that died causes this much delay; sending ends
 * before that, whatever the mail server does.
 */
export const messageLeaseMs = 60_000
