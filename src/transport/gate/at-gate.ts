/** Who asks to be let through the gate of a page: a seat. */
export interface AtGate {
  /** It may be let through now, if it asks once more. */
  gateOpened(): void
}
