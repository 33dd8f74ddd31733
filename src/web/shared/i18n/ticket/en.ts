/** Texts of the ticket. They come with the page of a booking, so that no other page loads them. */
export const ticketEn = {
  show: 'Show this code when you are asked for your ticket.',
  codeOf: (booking: string) => `Ticket code of booking ${booking}`,
  enlarge: 'Enlarge the code',
  failed: 'The code cannot be shown right now.',
  pdf: 'Save as PDF',
  calendar: 'Add to calendar',
  saved: (moment: string) =>
    `You are looking at a copy that this device saved on ${moment}. The booking may have changed since then.`,
}

export type TicketTexts = typeof ticketEn
