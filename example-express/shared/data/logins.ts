/**
 * Who is logged in. A browser keeps a secret in its cookie; everything else goes by the log-in's id, which pages may know.
 * It stands for whatever an application has: sessions in a database, a single sign-on.
 */

import { randomUUID } from "node:crypto"
import type { ClubMember, Members } from "./members.js"

export interface Login {
  readonly id: string
  /** Id of the member. */
  readonly member: string
}

/** Log-ins kept. */
export const MOST_LOGINS = 1000

/** Of all members: this is an example. An application has a hash for each. */
const PASSWORD = "popcorn"

export class Logins {
  readonly #members: Members
  /** By their secret. The oldest stands first. */
  readonly #open = new Map<string, Login>()

  constructor(members: Members) {
    this.#members = members
  }

  /** Returns the secret of a new log-in; undefined if name and password belong to nobody. */
  enter(name: string, password: string): string | undefined {
    const member = this.#members.named(name)
    if (member === undefined || password !== PASSWORD) return undefined
    const secret = randomUUID()
    this.#open.set(secret, { id: randomUUID(), member: member.id })
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MOST_LOGINS) break
      this.#open.delete(oldest)
    }
    return secret
  }

  /** The log-in of a browser that has this secret. */
  of(secret: string): Login | undefined {
    return this.#open.get(secret)
  }

  /** Whose log-in it is; undefined where it is over. */
  memberOf(id: string): ClubMember | undefined {
    for (const login of this.#open.values()) if (login.id === id) return this.#members.of(login.member)
    return undefined
  }

  leave(id: string): void {
    for (const [secret, login] of this.#open) if (login.id === id) this.#open.delete(secret)
  }
}
