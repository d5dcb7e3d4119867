// Numbers with their nouns, for texts.

/** A number with its noun. The noun gets an s unless the number is one. */
export const of = (count, noun) => `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
export const deliveriesOf = count => `${count} ${String(count) === '1' ? 'delivery' : 'deliveries'}`;
