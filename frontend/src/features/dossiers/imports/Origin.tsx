// Where did the value of a field come from, as long as nobody has changed it?
import { useContext } from 'react';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { RecordText } from '../../../shared/ui';
import { DossierIdContext, useView } from '../useEditor';
import styles from './imports.module.css';
import { useOrigins } from './queries';

/** A line under the field; nothing where a person typed the value. */
export function Origin({ address }: { address: string }) {
  const bilingual = useBilingual();
  const language = useLanguage();
  const { data } = useOrigins(useContext(DossierIdContext));
  const { isPending } = useView(address);
  const origin = data?.[address];
  if (origin === undefined || isPending) return null;
  return (
    <span className={styles.origin}>
      <RecordText text={bilingual(origin.told)} /> · <span className={styles.whole}>{formatTime(origin.at, language)}</span>
    </span>
  );
}
