// Who did it, and when? A name and an instant that break between them on a narrow page, never within one.
import { useNameOf } from '../names';
import { RecordText } from './RecordText';

/** A name with an instant. */
export function By({ name, time }: { name: string | null | undefined; time: string }) {
  const nameOf = useNameOf();
  return (
    <>
      <RecordText text={nameOf(name)} />
      {'\u00a0· '}
      <span className="whole">{time}</span>
    </>
  );
}
