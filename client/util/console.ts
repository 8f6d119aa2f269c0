/** The one place that writes to the browser's console. */

/** Says what went wrong to whoever has the console open. */
export function complain(text: string, ...details: readonly unknown[]): void {
  // oxlint-disable-next-line no-console
  console.error(`[livemount] ${text}`, ...details)
}
