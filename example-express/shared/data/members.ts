/** The members of the film club: who they are, what they like, and the seats that they have. */

export interface ClubMember {
  readonly id: string
  readonly name: string
  /** The board sees what all members have. */
  readonly role: "member" | "board"
  readonly since: number
  readonly favourite: string
  /** Newest first. */
  readonly tickets: readonly Ticket[]
}

export interface Ticket {
  readonly number: number
  readonly title: string
  readonly day: string
}

const FOUNDERS: readonly ClubMember[] = [
  { id: "ada", name: "Ada", role: "board", since: 1998, favourite: "Metropolis", tickets: [] },
  { id: "ben", name: "Ben", role: "member", since: 2016, favourite: "", tickets: [] },
  { id: "cleo", name: "Cleo", role: "member", since: 2023, favourite: "", tickets: [] },
]

/** Tickets that are kept for one member. */
export const MOST_TICKETS = 20

export class Members {
  readonly #members = new Map(FOUNDERS.map((member) => [member.id, member]))
  #tickets = 0

  get all(): readonly ClubMember[] {
    return [...this.#members.values()]
  }

  of(id: string): ClubMember | undefined {
    return this.#members.get(id)
  }

  named(name: string): ClubMember | undefined {
    return this.all.find((member) => member.name.toLowerCase() === name.toLowerCase())
  }

  /** Returns the member as they are now. */
  like(id: string, favourite: string): ClubMember | undefined {
    return this.#change(id, (member) => ({ ...member, favourite }))
  }

  /** Returns the member as they are now. */
  give(id: string, { title, day }: Omit<Ticket, "number">): ClubMember | undefined {
    const number = ++this.#tickets
    return this.#change(id, (member) => ({
      ...member,
      tickets: [{ number, title, day }, ...member.tickets].slice(0, MOST_TICKETS),
    }))
  }

  #change(id: string, work: (member: ClubMember) => ClubMember): ClubMember | undefined {
    const member = this.#members.get(id)
    if (member === undefined) return undefined
    const changed = work(member)
    this.#members.set(id, changed)
    return changed
  }
}
