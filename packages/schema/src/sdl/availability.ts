/** Where a model can be had, in one list. */
export const availabilitySdl = /* GraphQL */ `
"One way to get a model: a copy of its weights, somebody who serves it, or an entry somewhere."
type Availability {
  "What can be had there."
  kind: AvailabilityKind!
  "Who says so."
  source: Source!
  "Where it is listed; null where only a row beside the listings tells of it."
  listing: Listing
  "Precision of the weights or of the service, such as \`Q4_K_M\`; null when it is not known."
  precision: String
  "File format of the weights; null when it is not known, and of a service."
  format: WeightFormat
  "Size of the files that are loaded; null where it is not known. What it takes to run is \`Model.memory\`."
  sizeBytes: SafeInt
  "Who serves it, as the source names it; null of weights and entries."
  provider: String
  "Id under which the provider is called."
  callAs: String
  "USD per million input tokens; null when unknown or not sold by token."
  inputPrice: Float
  "USD per million output tokens; null when unknown or not sold by token."
  outputPrice: Float
  "When the provider says that the service ends; services that have ended come after the others."
  endsAt: DateTime
  "The licence that the listing declares."
  license: License!
  "Who can get the files."
  access: Access!
  "Its page."
  url: URL
}

"What can be had at one place."
enum AvailabilityKind {
  "Files of weights."
  WEIGHTS
  "A service that runs it."
  HOSTED
  "An entry where anybody may write one."
  REGISTERED
  "A listing that does not say what it has."
  UNKNOWN
}
`;
