import { GUEST_BOOK_LENGTH, GuestBook } from "../../../../../example-express/shared/data/guest-book.js"

describe("GuestBook", () => {
  it("shows the newest entries first, keeps some, and counts all", () => {
    const book = new GuestBook()
    for (let i = 1; i <= GUEST_BOOK_LENGTH + 5; i++) book.sign(`Guest ${i}`, "Hello")
    expect(book.signatures).toHaveLength(GUEST_BOOK_LENGTH)
    expect(book.signatures[0]?.name).toBe(`Guest ${GUEST_BOOK_LENGTH + 5}`)
    expect(book.total).toBe(GUEST_BOOK_LENGTH + 5)
  })

  it("takes thanks for what it shows, in a new list", () => {
    const book = new GuestBook()
    book.sign("Anna", "Hello")
    const before = book.signatures
    expect(book.thank(before[0]?.id ?? "")).toBe(true)
    expect(book.thank("unknown")).toBe(false)
    expect(book.signatures[0]?.thanks).toBe(1)
    expect(before[0]?.thanks).toBe(0)
  })
})
