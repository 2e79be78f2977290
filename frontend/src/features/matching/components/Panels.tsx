// How would the nominations of a round be divided into panels? The proposal with how well it serves, applied as a whole, taken back.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newKey } from '../../../api/intent';
import { useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatCount, formatTime } from '../../../shared/time';
import { Alert, Button, Disclosure, EmptyState, Field, Input, PlainTable, QueryView, ReasonForm, RecordText, Stats, Trouble } from '../../../shared/ui';
import { PANEL_DEFAULTS, PANEL_FIELDS, PANEL_LIMITS, type Panel, type PanelBounds, type PanelDivision, type PanelForm, type PanelProposal, readPanels, useDivide, usePanelDivisions, usePanelProposal, useUndoDivision } from '../panels';
import styles from './matching.module.css';

const REASON_MOST = 500;

/** The section on panels; whoever may not divide sees what was applied. */
export function Panels({ year, mayDivide }: { year: number; mayDivide: boolean }) {
  const { t } = useTranslation();
  const query = usePanelDivisions(year);
  return (
    <div className={styles.stack}>
      <p>{t('panels.lead')}</p>
      {mayDivide && <Propose year={year} />}
      <h3>{t('panels.history')}</h3>
      <QueryView query={query}>{(divisions) => (divisions.length === 0 ? <EmptyState title={t('panels.none')} /> : <Divisions year={year} divisions={divisions} mayDivide={mayDivide} />)}</QueryView>
    </div>
  );
}

function Propose({ year }: { year: number }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<PanelForm>(PANEL_DEFAULTS);
  const [isTried, setTried] = useState(false);
  const proposal = usePanelProposal(year);
  const divide = useDivide(year);
  const read = readPanels(form);
  const faults = 'faults' in read ? read.faults : {};
  const edit = (part: Partial<PanelForm>) => {
    setForm({ ...form, ...part });
    // What is shown is of other sizes.
    proposal.reset();
    divide.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!('bounds' in read) || proposal.isPending) return;
    // After a division the proposal is looked at anew: now nobody, or somebody else, would move.
    divide.reset();
    proposal.mutate(read.bounds);
  };
  const words = (name: keyof PanelForm) => {
    if (!isTried || faults[name] === undefined) return undefined;
    return faults[name] === 'crossed' ? t('panels.crossed') : t('panels.invalid', PANEL_LIMITS[name]);
  };
  return (
    <>
      <form className={styles.form} aria-label={t('panels.title')} onSubmit={submit} noValidate>
        <div className={styles.numbers}>
          {PANEL_FIELDS.map((name) => (
            <Field key={name} label={t(`panels.fields.${name}`)} error={words(name)}>
              {(wiring) => <Input {...wiring} name={name} inputMode="numeric" autoComplete="off" className={styles.number ?? ''} value={form[name]} suffix={t(`panels.units.${name}`)} onChange={(event) => edit({ [name]: event.target.value })} />}
            </Field>
          ))}
        </div>
        <div className={styles.buttons}>
          <Button htmlType="submit" aria-busy={proposal.isPending}>
            {t('panels.preview')}
          </Button>
        </div>
        <Trouble error={proposal.error} stale={t('panels.preview')} />
      </form>
      {divide.isSuccess && <Alert type="success" showIcon role="status" title={t('panels.applied')} />}
      {proposal.data && !divide.isSuccess && 'bounds' in read && <Proposal found={proposal.data} bounds={read.bounds} divide={divide} />}
    </>
  );
}

function Proposal({ found, bounds, divide }: { found: PanelProposal; bounds: PanelBounds; divide: ReturnType<typeof useDivide> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [key] = useState(newKey);
  const count = (value: number) => formatCount(value, language);
  return (
    <>
      <h3>{t('panels.proposal')}</h3>
      <Stats
        stats={[
          { label: t('panels.tiles.panels'), value: count(found.panels.length) },
          { label: t('panels.tiles.sizes'), value: t('panels.range', { least: found.smallest, most: found.largest }) },
          { label: t('panels.tiles.torn'), value: count(found.torn_disciplines) },
          { label: t('panels.tiles.uncovered'), value: count(found.uncovered) },
          { label: t('panels.tiles.empty'), value: count(found.empty_seats) },
          { label: t('panels.tiles.changed'), value: count(found.changed) },
        ]}
      />
      <PanelTable panels={found.panels} />
      <ReasonForm
        label={t('panels.apply')}
        hint={t('panels.applyHint')}
        longest={REASON_MOST}
        send={t('panels.apply')}
        trouble={<Trouble error={divide.error} stale={t('panels.preview')} />}
        isPending={divide.isPending}
        onSend={(reason) => divide.mutate({ key: `${key}-${found.digest.slice(0, 16)}`, bounds, digest: found.digest, reason })}
      />
    </>
  );
}

function PanelTable({ panels }: { panels: readonly Panel[] }) {
  const { t } = useTranslation();
  return (
    <PlainTable
      label={t('panels.proposal')}
      head={[
        { key: 'panel', title: t('panels.columns.panel') },
        { key: 'nominations', title: t('panels.columns.nominations'), isEnd: true },
        { key: 'experts', title: t('panels.columns.experts'), isEnd: true },
        { key: 'uncovered', title: t('panels.columns.uncovered'), isEnd: true },
      ]}
      rows={panels.map((panel) => ({
        key: panel.name,
        cells: [
          <div key="panel">
            <RecordText text={panel.name} />
            <Disclosure label={t('panels.members')} about={<RecordText text={panel.name} />}>
              <Members panel={panel} />
            </Disclosure>
          </div>,
          panel.nominations.length,
          panel.experts.length,
          panel.nominations.filter((one) => !one.is_covered).length,
        ],
      }))}
    />
  );
}

function Members({ panel }: { panel: Panel }) {
  const { t } = useTranslation();
  return (
    <>
      <h4>{t('panels.columns.nominations')}</h4>
      <ul>
        {panel.nominations.map((one) => (
          <li key={one.id}>
            <span className="whole">
              <RecordText text={one.nomination_id} />
            </span>{' '}
            <RecordText text={one.title} />{' '}
            <span className={styles.minor}>{one.discipline}</span>
            {!one.is_covered && <span className={styles.minor}> · {t('panels.notCovered')}</span>}
          </li>
        ))}
      </ul>
      <h4>{t('panels.columns.experts')}</h4>
      <ul>
        {panel.experts.map((one) => (
          <li key={one.expert_id}>
            <RecordText text={one.name} />{' '}
            <span className={styles.minor}>
              <RecordText text={one.unit} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Divisions({ year, divisions, mayDivide }: { year: number; divisions: readonly PanelDivision[]; mayDivide: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className={styles.stack} aria-label={t('panels.history')}>
      {divisions.map((division) => (
        <li key={division.id}>
          <p>
            <RecordText text={t('panels.entry', { time: formatTime(division.applied_at, language), who: nameIn(division.names, division.applied_by), count: division.panels.length })} />
            {t('common.colon')}
            <RecordText text={division.reason} />
          </p>
          {division.undone_at && (
            <p className={styles.minor}>
              <RecordText text={t('panels.undone', { time: formatTime(division.undone_at, language), who: nameIn(division.names, division.undone_by) })} />
              {t('common.colon')}
              <RecordText text={division.undo_reason} />
            </p>
          )}
          <Disclosure label={t('panels.members')} about={formatTime(division.applied_at, language)}>
            <PanelTable panels={division.panels} />
            <p>
              <Link to={`/rounds/${year}/nominations?sort=panel`}>{t('panels.columns.nominations')}</Link>
            </p>
          </Disclosure>
          {mayDivide && division.may_undo && <Undo year={year} id={division.id} />}
        </li>
      ))}
    </ul>
  );
}

function Undo({ year, id }: { year: number; id: string }) {
  const { t } = useTranslation();
  const undo = useUndoDivision(year);
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {t('panels.undo')}
      </Button>
    );
  }
  return (
    <ReasonForm
      label={t('panels.undo')}
      hint={t('panels.undoHint')}
      longest={REASON_MOST}
      send={t('panels.undo')}
      isDanger
      trouble={<Trouble error={undo.error} stale={t('panels.preview')} />}
      isPending={undo.isPending}
      onSend={(reason) => undo.mutate({ id, reason }, { onSuccess: () => setOpen(false) })}
      onCancel={() => setOpen(false)}
    />
  );
}
