/** Bounds of sources that cost credits, of forms and of enrichment; part of `LIMITS`. */
export const SOURCE_LIMITS = {
  /** People that one question to a source of credits is about; a process that dies loses no more than their credits. */
  enrichedAtOnce: 10,
  /** Questions whose answer comes later that one run asks after. */
  sourceWaits: 200,
  /** Leads that one page of enrichment looks through. */
  enrichPage: 500,
  /** Sources that figures are told of. */
  sourcesListed: 500,
  /** Fields of one call to a form, and characters of one value; what is longer is cut. */
  formFields: 100,
  formCharacters: 4_000,
  /** Networks that a public form remembers the calls of; the oldest are forgotten. */
  formNetworks: 10_000,
  /** Rows of a file that a first look judges, values of a column that it shows, and characters of each. */
  importLooked: 1_000,
  importSamples: 3,
  importSampleCharacters: 60,
} as const;
