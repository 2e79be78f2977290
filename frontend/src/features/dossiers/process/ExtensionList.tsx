// Which deadlines were put off, for whom, why, by whom, and who confirmed it?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DeadlineExtension, TimetableView } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, By, type Column, DataTable, RecordText, Tag, type Tone, useProblemText } from '../../../shared/ui';
import { ownSociety } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { useSocietyNames } from '../../societies/queries';
import { type Timed, useDossiers } from '../queries';
import { useServerNow } from '../useServerNow';
import styles from './process.module.css';
import { standOf } from './timetable';
import timetable from './timetable.module.css';
import { useConfirmExtension } from './timetable_queries';

const TONES: Record<ReturnType<typeof standOf>, Tone> = { waiting: 'gold', in_force: 'green', ended: 'neutral' };

/** The extensions that the reader may know of. */
export function ExtensionList({ view }: { view: Timed<TimetableView> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const columns: Column<DeadlineExtension>[] = [
    { key: 'whom', title: t('timetable.columns.whom'), onPhone: 'title', render: (one) => <Whom extension={one} view={view} /> },
    { key: 'until', title: t('timetable.columns.until'), width: 180, render: (one) => <span className="whole">{formatTime(one.until, language, true)}</span> },
    { key: 'reason', title: t('timetable.columns.reason'), render: (one) => <RecordText text={one.reason} /> },
    { key: 'asked', title: t('timetable.columns.asked'), width: 160, render: (one) => <By name={one.asked_by} time={formatTime(one.asked_at, language)} /> },
    { key: 'confirmed', title: t('timetable.columns.confirmed'), width: 210, render: (one) => <Confirmed extension={one} view={view} /> },
  ];
  return <DataTable label={t('timetable.extensions')} columns={columns} rows={view.extensions} rowKey={(one) => one.id} />;
}

/** For whom: everybody, a society by its name, or one dossier of it. */
function Whom({ extension, view }: { extension: DeadlineExtension; view: TimetableView }) {
  const { t } = useTranslation();
  const own = ownSociety(useAccount());
  const names = useSocietyNames(view.may_manage).data;
  const { society_id: code, dossier_id: dossier } = extension;
  if (!code) return <>{t('timetable.scopes.all')}</>;
  const society = code === own ? t('timetable.ownSociety') : (names?.find((one) => one.code === code)?.name ?? code);
  return (
    <>
      <RecordText text={society} />
      {dossier && <div className={styles.minor}>{code === own ? <OwnDossier id={dossier} year={view.year} /> : t('timetable.dossierKey', { key: dossier })}</div>}
    </>
  );
}

function OwnDossier({ id, year }: { id: string; year: number }) {
  const { t } = useTranslation();
  const dossier = useDossiers(year).data?.find((one) => one.id === id);
  return <Link to={`/dossiers/${id}/process`}>{dossier?.title ? <RecordText text={dossier.title} /> : (dossier?.number ?? t('timetable.scopes.dossier'))}</Link>;
}

/** Who confirmed it; until then, for another person, the button that does, and for who asked, why he cannot. */
function Confirmed({ extension, view }: { extension: DeadlineExtension; view: Timed<TimetableView> }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const language = useLanguage();
  const account = useAccount();
  const confirm = useConfirmExtension(view.year);
  const stand = standOf(extension, useServerNow(view.offsetMs));
  const isOwn = account?.username === extension.asked_by;
  return (
    <div className={timetable.state}>
      <Tag tone={TONES[stand]}>{t(`timetable.stands.${stand}`)}</Tag>
      {extension.confirmed_by && (
        <span>
          <By name={extension.confirmed_by} time={formatTime(extension.confirmed_at, language)} />
        </span>
      )}
      {stand === 'waiting' && view.may_manage && isOwn && <p className={styles.minor}>{t('timetable.ownRequest')}</p>}
      {stand === 'waiting' && view.may_manage && !isOwn && (
        <Button type="primary" size="small" aria-busy={confirm.isPending} onClick={() => !confirm.isPending && confirm.mutate(extension.id)}>
          {t('timetable.confirm')}
          <span className="visually-hidden">
            {t('common.colon')}
            <RecordText text={extension.reason} />
          </span>
        </Button>
      )}
      {confirm.isError && <Alert type="error" showIcon title={textOf(confirm.error)} />}
    </div>
  );
}
