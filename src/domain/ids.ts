/** Integer keys, branded so that the id of one thing cannot be used for another. */
export type TrainRunId = number & { readonly __id: 'train_run' }
export type TrainId = number & { readonly __id: 'train' }
export type ConsistId = number & { readonly __id: 'consist' }
export type SeatId = number & { readonly __id: 'seat' }
export type UserId = number & { readonly __id: 'user' }
export type HoldId = number & { readonly __id: 'hold' }
export type PaymentId = number & { readonly __id: 'payment' }
export type BookingId = number & { readonly __id: 'booking' }
export type QuoteId = number & { readonly __id: 'quote' }
export type CancellationId = number & { readonly __id: 'cancellation' }
export type RefundId = number & { readonly __id: 'refund' }
export type DeskEntryId = number & { readonly __id: 'desk_entry' }
export type AccessCodeId = number & { readonly __id: 'access_code' }
export type StaffId = number & { readonly __id: 'staff' }
export type SessionId = number & { readonly __id: 'session' }
export type ApiKeyId = number & { readonly __id: 'api_key' }
export type AccountId = number & { readonly __id: 'account' }
export type AccountCodeId = number & { readonly __id: 'account_code' }
export type MessageId = number & { readonly __id: 'message' }

/** A station's short code, as operators and passengers write it. */
export type StationCode = string & { readonly __id: 'station' }
