/** What keeps a check from being made: wrong usage, or a project that cannot be read. No mistake of a template. */
export class CheckFailure extends Error {
  override readonly name = "CheckFailure"
}
