// Where does one person stand, and what is to be done?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { NomineeRow } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, RecordText, Tag } from '../../../shared/ui';
import styles from './people.module.css';
import { lastInstant, mayMail, todoOf, toneOf } from './standing';

/** A person of the board. */
export function Person(props: {
  dossier: string;
  person: NomineeRow;
  mayAsk: boolean;
  isBusy: boolean;
  onAsk: () => void;
  onMail: () => void;
  onRevoke: () => void;
}) {
  const { person, mayAsk } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const todo = todoOf(person);
  const isOut = person.link?.state === 'live';
  return (
    <li className={styles.person} data-row={person.row}>
      <span className={styles.order}>{person.order}</span>
      <div className={styles.body}>
        <div className={styles.who}>
          <h3>{person.name ? <RecordText text={person.name} /> : t('people.nameless', { value: person.order })}</h3>
          {person.unit && (
            <span className={styles.unit}>
              <RecordText text={person.unit} />
            </span>
          )}
          <Tag tone={toneOf(person.state)}>{label('people', `states.${person.state}`)}</Tag>
        </div>
        {mayAsk && <p className={styles.todo}>{t(`people.todo.${todo}`)}</p>}
        {person.refusal_reason && (
          <p className={styles.reason}>
            {t('people.reason')}
            <RecordText text={person.refusal_reason} />
          </p>
        )}
        <p className={styles.dates}>
          {person.answered_at && person.state !== 'asked' && <span>{t('people.answeredAt', { time: formatTime(person.answered_at, language) })}</span>}
          {isOut && person.link && <span>{t('people.validTo', { time: formatTime(lastInstant(person.link.expires_at), language) })}</span>}
          {isOut && person.link && (
            <span>{person.link.opened_at ? t('people.openedAt', { time: formatTime(person.link.opened_at, language) }) : t('people.unopened')}</span>
          )}
          {isOut && <LetterLines person={person} />}
          {mayAsk && person.can_be_asked && !person.mail_to && <span>{t('people.letter.noAddress')}</span>}
          {mayAsk && person.mail_from && <span>{t('people.letter.from', { time: formatTime(person.mail_from, language) })}</span>}
          {typeof person.relations === 'number' && person.state === 'confirmed' && <span>{t('people.relations', { count: person.relations })}</span>}
        </p>
      </div>
      {mayAsk && (
        <div className={styles.buttons}>
          {todo === 'write' && <Link to={`/dossiers/${props.dossier}?section=completers`}>{t('people.toEditor')}</Link>}
          {person.can_be_asked && (
            <Button disabled={props.isBusy} onClick={props.onAsk}>
              {isOut || person.state === 'confirmed' ? t('people.makeAgain') : t('people.make')}
              <Whose name={person.name} />
            </Button>
          )}
          {mayMail(person) && (
            <Button disabled={props.isBusy} onClick={props.onMail}>
              {t('people.letter.send')}
              <Whose name={person.name} />
            </Button>
          )}
          {isOut && (
            <Button type="text" disabled={props.isBusy} onClick={props.onRevoke}>
              {t('people.revoke')}
              <Whose name={person.name} />
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** Where the letter stands that brought the link; nothing where it was handed over. */
function LetterLines({ person }: { person: NomineeRow }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const letter = person.link?.letter;
  if (!letter) return null;
  return (
    <>
      <span>
        {label('people', `letter.states.${letter.state}`)} {formatTime(letter.at, language)}
      </span>
      {letter.state === 'refused' && <span className={styles.alarm}>{t('people.letter.refused')}</span>}
      {!letter.is_current && <span>{t('people.letter.moved')}</span>}
    </>
  );
}

/** Whose the button is, for those who hear it by itself. */
export function Whose({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <span className="visually-hidden">
      {t('common.colon')}
      <RecordText text={name} />
    </span>
  );
}
