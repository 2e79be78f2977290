// What would the nomination be refused for? What must be mended, what a person will look at, what has passed.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useBilingual, useLanguage } from '../../../shared/i18n';
import { Disclosure, RecordText, ShortList } from '../../../shared/ui';
import { citation } from '../citation';
import styles from './findings.module.css';
import { type Finding, grouped, linkOf, placesOf, wordsOf } from './findings';

/** So many of a group are shown at once. */
const SHOWN = 20;
/** So many further places of one finding are linked. */
const PLACES = 6;

/** Names a place of the dossier in words; the address itself unless the page knows better. */
export type PlaceName = (address: string) => string;

/** The findings of a check by whose they are to deal with. */
export function Findings({ findings, placeName = (address) => address }: { findings: readonly Finding[]; placeName?: PlaceName }) {
  const { t } = useTranslation();
  const { mend, person, passed, rest } = grouped(findings);
  return (
    <div className={styles.findings}>
      <section aria-labelledby="findings-mend">
        <h3 id="findings-mend" className={styles.head} data-tone={mend.length === 0 ? 'green' : 'red'}>
          {mend.length === 0 ? t('checks.nothingToMend') : t('checks.mend', { value: mend.length })}
        </h3>
        <List findings={mend} placeName={placeName} />
      </section>
      {person.length > 0 && (
        <section aria-labelledby="findings-person">
          <h3 id="findings-person" className={styles.head} data-tone="gold">
            {t('checks.person', { value: person.length })}
          </h3>
          <p className={styles.lead}>{t('checks.personText')}</p>
          <List findings={person} placeName={placeName} />
        </section>
      )}
      {passed.length > 0 && (
        <Disclosure label={t('checks.passed', { value: passed.length })}>
          <List findings={passed} placeName={placeName} />
        </Disclosure>
      )}
      {rest.length > 0 && (
        <Disclosure label={t('checks.rest', { value: rest.length })}>
          <List findings={rest} placeName={placeName} />
        </Disclosure>
      )}
    </div>
  );
}

function List({ findings, placeName }: { findings: readonly Finding[]; placeName: PlaceName }) {
  // A rule may say the same of two places, or of none twice.
  const named = findings.map((finding, index) => ({ finding, key: `${finding.rule} ${index}` }));
  return (
    <ShortList items={named} limit={SHOWN}>
      {(shown) => (
        <ul className={styles.list}>
          {shown.map(({ finding, key }) => (
            <Item key={key} finding={finding} placeName={placeName} />
          ))}
        </ul>
      )}
    </ShortList>
  );
}

function Item({ finding, placeName }: { finding: Finding; placeName: PlaceName }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const clause = citation(finding.clause, useLanguage());
  const what = <RecordText text={bilingual(finding.what)} />;
  const places = placesOf(finding).slice(0, PLACES);
  return (
    <li className={styles.item} data-verdict={finding.verdict}>
      <p className={styles.what}>{finding.address ? <Link to={linkOf(finding.address)}>{what}</Link> : what}</p>
      {wordsOf(finding).map((words) => (
        <p key={words.zh} className={styles.minor}>
          <RecordText text={bilingual(words)} />
        </p>
      ))}
      {places.length > 0 && (
        <p className={styles.places}>
          <span>{t('checks.places')}</span>
          {places.map((place) => (
            <Link key={place} to={linkOf(place)}>
              <RecordText text={placeName(place)} />
            </Link>
          ))}
        </p>
      )}
      <p className={styles.minor}>
        <span className={styles.rule}>{finding.rule}</span>
        {clause !== '' && <span>{clause}</span>}
        {finding.verdict === 'fail' && finding.severity === 'reminder' && <span>{t('checks.reminder')}</span>}
      </p>
    </li>
  );
}
