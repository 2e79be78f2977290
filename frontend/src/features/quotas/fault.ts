// What is wrong with a policy, and where? The server names the line or the key in front of its sentence.
import { ProblemError } from '../../api/problems';
import { nameOfKey } from './policy_form';

/** A fault of a policy's text: its line, or the name of its value in the text, where known. */
export interface PolicyFault {
  line?: number;
  name?: string;
  message: string;
}

const POINTERS = ['/policy', '/content'];
const LINE = /^(?:第 (\d+) 行：|line (\d+): )/;
const KEY = /^([a-z_]+(?: [^\s：:]+)?(?:\.[a-z_]+)*(?:\[\d+\])?)(?:：|: )/;

/** Parts a sentence into the place that it names and the rest. */
export function readFault(sentence: string): PolicyFault {
  const line = LINE.exec(sentence);
  if (line) return { line: Number(line[1] ?? line[2]), message: sentence.slice(line[0].length) };
  const key = KEY.exec(sentence);
  if (key) return { name: nameOfKey(key[1] ?? ''), message: sentence.slice(key[0].length) };
  return { message: sentence };
}

/** The fault of the policy that a refused request tells of, if it is that. */
export function policyFault(error: unknown): PolicyFault | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const field = error.fields.find((each) => POINTERS.includes(each.pointer));
  return field && readFault(field.message);
}
