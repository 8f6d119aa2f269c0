/** What the app's options say about one request. */

/** The host's own CSRF field, to be written into every form of ours. */
export interface HostCsrfField {
  readonly name: string
  readonly value: string
}

/** Functions of the options, given what the host calls the request: Express's `req`, Koa's `ctx`. */
export interface RequestHooks {
  readonly session: ((subject: object) => unknown) | undefined
  readonly identify: ((subject: object) => unknown) | undefined
  readonly nonce: ((subject: object) => string | undefined) | undefined
  readonly csrf: ((subject: object) => HostCsrfField | undefined) | undefined
}
