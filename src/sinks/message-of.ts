/** What went wrong, in words: an error's message, else its code (AggregateError has only that). */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || (error as NodeJS.ErrnoException).code || error.name
}
