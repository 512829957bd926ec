/** Reads what `group_concat` made of integers: much faster than one row each. */
export function readNumbers(text: string | null): number[] {
  const numbers: number[] = [];
  if (text === null || text === "") return numbers;
  let value = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === 0x2c) {
      numbers.push(value);
      value = 0;
    } else {
      value = value * 10 + (code - 0x30);
    }
  }
  numbers.push(value);
  return numbers;
}
