/**
 * The films that members of the club propose for the next season, and who votes for which: an immutable list. A vote makes
 * a new object of one proposal and leaves all others as they are.
 */

export interface Proposal {
  readonly id: number
  readonly title: string
  readonly year: number
  /** A genre of the catalogue. */
  readonly kind: string
  readonly why: string
  /** Evenings that suit the proposer, as ISO dates. */
  readonly evenings: readonly string[]
  /** The proposer says a few words before the film. */
  readonly introduced: boolean
  /** The member who proposed it; null is the club itself. */
  readonly by: string | null
  /** Members who want to see it. */
  readonly voters: readonly string[]
}

/** What a member says of a film. */
export type ProposedFilm = Omit<Proposal, "id" | "by" | "voters">

/** Proposals kept at a time. */
export const MOST_PROPOSALS = 20

/** Voters kept of one proposal. */
const MOST_VOTERS = 1000

export class Proposals {
  #ranking: readonly Proposal[] = []
  #last = 0

  /** @param films - What the club itself proposes, by letter, and how many letters agreed. */
  constructor(films: readonly (ProposedFilm & { readonly letters: number })[] = []) {
    this.#rank(
      films.map(({ letters, ...film }) => {
        const voters = Array.from({ length: letters }, (_, index) => `letter ${index + 1}`)
        return { ...film, id: (this.#last += 1), by: null, voters }
      }),
    )
  }

  /** All proposals: those with the most votes first, of equal ones the earlier first. */
  get ranking(): readonly Proposal[] {
    return this.#ranking
  }

  get isFull(): boolean {
    return this.#ranking.length >= MOST_PROPOSALS
  }

  /** True if that film is in the list already. */
  has({ title, year }: Pick<Proposal, "title" | "year">): boolean {
    const name = title.toLowerCase()
    return this.#ranking.some((proposal) => proposal.year === year && proposal.title.toLowerCase() === name)
  }

  /** Adds a film, with its proposer's vote. */
  propose(member: string, film: ProposedFilm): Proposal {
    const proposal: Proposal = { ...film, id: (this.#last += 1), by: member, voters: [member] }
    this.#rank([...this.#ranking, proposal])
    return proposal
  }

  /** Gives a member's vote, or takes it back. Undefined if the proposal is not there any more. */
  vote(id: number, member: string): Proposal | undefined {
    const index = this.#ranking.findIndex((proposal) => proposal.id === id)
    const proposal = this.#ranking[index]
    if (proposal === undefined) return undefined
    const others = proposal.voters.filter((voter) => voter !== member)
    const voters = others.length < proposal.voters.length ? others : [...others, member].slice(-MOST_VOTERS)
    const voted: Proposal = { ...proposal, voters }
    this.#rank(this.#ranking.with(index, voted))
    return voted
  }

  /** Takes a proposal out of the list: its proposer may. */
  withdraw(id: number, member: string): Proposal | undefined {
    const proposal = this.#ranking.find((other) => other.id === id && other.by === member)
    if (proposal !== undefined) this.#ranking = this.#ranking.filter((other) => other !== proposal)
    return proposal
  }

  #rank(proposals: readonly Proposal[]): void {
    this.#ranking = proposals.toSorted((a, b) => b.voters.length - a.voters.length || a.id - b.id)
  }
}

/** What stands in the list from the start. */
export const clubFilms: readonly (ProposedFilm & { readonly letters: number })[] = [
  {
    title: "Paris, Texas",
    year: 1984,
    kind: "Drama",
    why: "A man walks out of the desert and has to learn to speak again. The scene behind the glass belongs on a large screen.",
    evenings: [],
    introduced: true,
    letters: 6,
  },
  {
    title: "Buena Vista Social Club",
    year: 1999,
    kind: "Documentary",
    why: "For the last evening of the season, with the doors to the yard open.",
    evenings: [],
    introduced: false,
    letters: 4,
  },
  {
    title: "The Third Man",
    year: 1949,
    kind: "Thriller/Suspense",
    why: "Vienna in ruins, one zither, and the best entrance anybody ever made.",
    evenings: [],
    introduced: false,
    letters: 3,
  },
  {
    title: "Playtime",
    year: 1967,
    kind: "Comedy",
    why: "Every joke is somewhere else in the picture: nobody has seen them all on a small screen.",
    evenings: [],
    introduced: false,
    letters: 1,
  },
]
