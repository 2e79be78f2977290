// Story: a reviewer is asked in words, signs before seeing whom it concerns, declares, and accepts, declines or recuses; on a phone as well.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { invitedReviewer } from './assignments.mjs';
import { accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, roundWithNominations, settled, WIDTHS } from './browser.mjs';

before(async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await invitedReviewer(page, await roundWithNominations(page), 3);
  });
});
after(closeBrowser);

/** What the reviewer is asked for in the newest round; the round before is being judged already. */
async function mine(page) {
  const { data } = await read(page, '/my-reviews');
  const newest = Math.max(...data.reviews.map((review) => review.round));
  return { ...data, reviews: data.reviews.filter((review) => review.round === newest) };
}

test('what is asked stands in words, with the day and the days that are left', async () => {
  await onPage({ role: 'reviewer', size: WIDTHS.phone }, async (page) => {
    await open(page, '/my-reviews');
    await page.getByText(/邀请您评审 \d+ 个项目。/).waitFor();
    await page.getByText(/请在 \d+月\d+日（星期.）.*还有 \d+ 天。/).first().waitFor();
  });
});

test('no name is shown before the signature, which needs the tick', async () => {
  await onPage({ role: 'reviewer', size: WIDTHS.phone }, async (page) => {
    let isSigned = false;
    // The account may have signed long ago: the page is shown what it would have been told before.
    await page.route('**/api/v1/my-reviews', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      if (!isSigned) Object.assign(body.data, { signed_at: null, reviews: body.data.reviews.map((review) => ({ ...review, nomination: null })) });
      await route.fulfill({ response: answer, json: body });
    });
    await page.route('**/api/v1/review-commitment', async (route) => {
      if (route.request().method() === 'GET' && !isSigned) {
        const answer = await route.fetch();
        const body = await answer.json();
        await route.fulfill({ response: answer, json: { data: { ...body.data, signed_at: null } } });
        return;
      }
      isSigned = true;
      await route.continue();
    });
    await open(page, '/my-reviews');
    await page.getByRole('link', { name: '阅读并签署承诺书' }).waitFor();
    const unsigned = await page.locator('main').innerText();
    await page.getByRole('link', { name: '阅读并签署承诺书' }).click();
    await page.getByRole('button', { name: '签署', exact: true }).click();
    await page.getByText('请先勾选同意。').waitFor();
    await page.getByRole('checkbox').check();
    await picture(page, 'invitations-commitment');
    await page.getByRole('button', { name: '签署', exact: true }).click();
    await page.getByText(/您已于 .* 签署。/).waitFor();
    await page.getByRole('link', { name: '查看邀请' }).click();
    await page.waitForURL(/\/my-reviews$/);
    const titles = (await mine(page)).reviews.flatMap((review) => (review.nomination ? [review.nomination.title] : []));
    assert.ok(titles.length > 0, 'an invitation with a name');
    for (const title of titles) {
      await page.getByText(title).first().waitFor();
      assert.ok(!unsigned.includes(title), `${title} before the signature`);
    }
  });
});

test('one is accepted after declaring that there is no interest, and its dossier is read', async () => {
  await onPage({ role: 'reviewer', size: WIDTHS.phone }, async (page) => {
    const review = (await mine(page)).reviews.find((each) => each.state === 'invited' && each.interest === null);
    assert.ok(review, 'an invitation');
    await open(page, `/my-reviews/${review.id}`);
    await page.getByText(review.nomination.title).first().waitFor();
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByText('请选一项。').waitFor();
    await page.getByRole('radio', { name: '没有', exact: true }).check();
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByRole('button', { name: '接受评审' }).click();
    await page.getByText('您已接受，谢谢').waitFor();
    await page.getByRole('link', { name: '阅读材料' }).click();
    await page.getByRole('heading', { level: 1, name: review.nomination.title }).waitFor();
    await settled(page);
    const { data: dossier } = await read(page, `/my-reviews/${review.id}/dossier`);
    assert.ok(dossier.abstract, 'a dossier with an abstract');
    await page.getByText(dossier.abstract.slice(0, 20)).first().waitFor();
  });
});

test('an interest is declared afterwards, and the review is over', async () => {
  await onPage({ role: 'reviewer' }, async (page) => {
    const review = (await mine(page)).reviews.find((each) => each.state === 'accepted');
    await open(page, `/my-reviews/${review.id}`);
    await page.getByRole('button', { name: '我应当回避' }).click();
    await page.getByRole('radio', { name: /合作研究/ }).check();
    await page.getByLabel(/补充说明/).fill('三年内合作申请项目');
    await page.getByRole('button', { name: '回避', exact: true }).click();
    await page.getByText('您已回避').first().waitFor();
    assert.equal((await mine(page)).reviews.find((each) => each.id === review.id).state, 'recused');
  });
});

test('another is declined with a reason', async () => {
  await onPage({ role: 'reviewer' }, async (page) => {
    const review = (await mine(page)).reviews.find((each) => each.state === 'invited');
    assert.ok(review, 'another invitation');
    await open(page, `/my-reviews/${review.id}`);
    await page.getByRole('button', { name: '谢绝' }).click();
    await page.getByRole('button', { name: '谢绝' }).click();
    await page.getByText('请选一项。').waitFor();
    await page.getByRole('radio', { name: '其他' }).check();
    await page.getByRole('button', { name: '谢绝' }).click();
    await page.getByText('请写几句说明。').waitFor();
    await page.getByLabel('请说明').fill('在国外访问');
    await page.getByRole('button', { name: '谢绝' }).click();
    await page.getByText('您已谢绝').first().waitFor();
  });
});

test('an interest in a person is declared, and its withdrawal asked for', async () => {
  await onPage({ role: 'reviewer' }, async (page) => {
    await open(page, '/my-declarations');
    await page.getByRole('button', { name: '新的申报' }).click();
    await page.getByLabel('关系').selectOption('kin');
    await page.getByLabel('姓名').fill('故事中人');
    await page.getByLabel('单位', { exact: true }).fill('故事大学');
    await page.getByLabel('情况说明').fill('配偶的兄弟');
    await page.getByRole('button', { name: '申报', exact: true }).click();
    await page.getByText('故事中人 · 故事大学').first().waitFor();
    await page.getByRole('button', { name: /撤回\s?：故事中人/ }).first().click();
    await page.getByLabel('为什么撤回').fill('填错了对象');
    await page.getByRole('button', { name: '撤回', exact: true }).click();
    await page.getByText(/申请撤回于.*等待奖励办同意/).first().waitFor();
  });
});

test('what a reviewer declares of a unit arrives at the office, which reads it and leaves it to him', async () => {
  const UNIT = '故事检测中心';
  await onPage({ role: 'reviewer', size: WIDTHS.phone }, async (page) => {
    await open(page, '/my-declarations');
    await page.getByRole('button', { name: '新的申报' }).click();
    await page.getByLabel('关系').selectOption('economic_interest');
    await page.getByRole('radio', { name: '一个单位' }).check();
    await page.getByLabel('单位名称').fill(UNIT);
    await page.getByLabel('情况说明').fill('近三年担任该中心的技术顾问');
    await accessible(page, 'a declaration, phone');
    await page.getByRole('button', { name: '申报', exact: true }).click();
    const own = page.getByRole('listitem').filter({ hasText: UNIT }).filter({ hasText: '有效' });
    await own.getByText('近三年担任该中心的技术顾问').waitFor();
    await picture(page, 'invitations-own-declaration-phone-zh');
  });
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `/rounds/${await roundWithNominations(page)}/recusals/declarations`);
    await page.getByLabel('申报人', { exact: true }).selectOption({ label: '评审专家' });
    await page.waitForURL((url) => url.searchParams.get('source') === 'reviewer');
    const row = page.getByRole('table', { name: '申报列表' }).getByRole('row').filter({ hasText: UNIT }).filter({ hasText: '有效' });
    await row.getByText('近三年担任该中心的技术顾问').waitFor();
    await row.getByRole('link', { name: '经济利益或者竞争关系' }).click();
    await page.getByRole('heading', { level: 1, name: '经济利益或者竞争关系' }).waitFor();
    await page.locator('dd').getByText(UNIT, { exact: true }).waitFor();
    assert.equal(await page.getByRole('form', { name: '答复申报' }).count(), 0, 'it counts at once');
    await accessible(page, 'a reviewer’s declaration at the office');
  });
  await onPage({ role: 'reviewer' }, async (page) => {
    await open(page, '/my-declarations');
    const withdraw = page.getByRole('button', { name: new RegExp(`^撤回\\s?：${UNIT}$`) });
    await withdraw.click();
    await page.getByLabel('为什么撤回').fill('顾问聘期已满，不再任职');
    await page.getByRole('button', { name: '撤回', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: UNIT }).getByText(/撤回于/).waitFor();
    assert.equal(await withdraw.count(), 0);
  });
});

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`the reviewer's pages hold in both languages, ${name}`, async () => {
    for (const language of ['zh-CN', 'en']) {
      await onPage({ role: 'reviewer', language, size }, async (page) => {
        const { reviews } = await mine(page);
        for (const path of ['/my-reviews', '/my-reviews/commitment', '/my-declarations', ...reviews.slice(0, 3).map((review) => `/my-reviews/${review.id}`)]) {
          await open(page, path);
          await settled(page);
          await accessible(page, `${path} ${name} ${language}`);
          if (language === 'en') {
            // The signed text and the records are marked or English; nothing else is Chinese.
            assert.deepEqual(await chineseOutsideRecords(page), [], path);
          }
          await picture(page, `invitations-${path.replaceAll('/', '_')}-${name}-${language}`);
        }
      });
    }
  });
}
