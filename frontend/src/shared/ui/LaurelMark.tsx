// What is our sign? Two laurel twigs on deep blue.

/** The mark of Laurel, as decoration beside its name. */
export function LaurelMark({ size }: { size: number }) {
  return <img src="/favicon.svg" width={size} height={size} alt="" />;
}
