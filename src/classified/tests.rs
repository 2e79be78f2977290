//! Marks of classification are found; what only sounds like one is let pass.

use super::{Mark, MarkKind, kind_of, screen};

fn is_marked(text: &str) -> bool {
    kind_of(text).is_some()
}

#[test]
fn a_mark_is_of_the_level_that_it_names() {
    for (text, kind) in [
        ("绝密★", Some(MarkKind::TopSecret)),
        ("机　密 ★ 20年", Some(MarkKind::Secret)),
        ("密级标识：秘密", Some(MarkKind::Confidential)),
        ("密级：☑机密 □绝密", Some(MarkKind::Secret)),
        ("前言。本课题属绝密级项目，密级：秘密", Some(MarkKind::TopSecret)),
        ("内部资料 不得外传", Some(MarkKind::Other)),
        ("军事秘密，不得泄露", Some(MarkKind::Other)),
        ("TOP SECRET // NOFORN", Some(MarkKind::Other)),
        ("密级：公开", None),
        ("不涉及国家秘密", None),
        ("", None),
    ] {
        assert_eq!(kind_of(text), kind, "{text}");
    }
}

#[test]
fn marks_are_found_as_they_are_written() {
    for text in [
        "绝密★",
        "机密★10年",
        "秘密☆长期",
        "机　密 ★ 20年",
        "机\u{200b}密\u{feff}★",
        "密级：秘密",
        "密级: 机密",
        "密级为绝密",
        "保密级别【秘密】",
        "秘密 10年",
        "第一页\n机密 长期\n正文",
        "机密级文件，注意保管",
        "本课题属绝密级项目",
        "内部资料 不得外传",
        "内部资料，严禁外传",
        "TOP SECRET // NOFORN",
        "top secret//",
        // A label that begins like another; a box that is ticked.
        "密级标识：机密",
        "保密等级：秘密",
        "密级：☑机密 □绝密",
        // What only sounds like a denial, or denies something else.
        "无人机机密级项目",
        "不锈钢绝密级课题",
        "不得外传，机密级文件",
        "不得外传的机密级文件",
        "不涉及外单位。机密级文件",
        // A mark at the end of a line is no list with the next.
        "密级：机密\n秘密分享方案",
    ] {
        assert!(is_marked(text) && screen(text).iter().any(|mark| mark.is_sure), "{text}");
    }
}

#[test]
fn words_that_only_sound_like_marks_are_let_pass() {
    for text in [
        "",
        "本项目不涉及国家秘密",
        "不含涉密内容，可以公开",
        "密级：公开",
        "密级：无",
        "秘密性与完整性是信息安全的目标",
        "量子秘密共享协议的机密性",
        "机密计算与可信执行环境",
        "商业秘密保护",
        "基于秘密分享的联邦学习",
        "泄露机密10年以上有期徒刑",
        "不含机密级文件",
        "五星★★★★★评价",
        "内部资料显示产量增长",
        "top secret santa",
        "商业秘密★★★★☆",
        "防止商业机密★泄露",
        // Levels that are listed, as in a definition or on a form that nobody filled in.
        "对密级（秘密、机密、绝密）的自动标注",
        "密级为秘密或机密的文件",
        "密级：秘密□ 机密□ 绝密□",
        "密级：□公开 □秘密 □机密",
        "不得在本系统中处理机密级文件",
        "严禁通过互联网传输秘密级资料",
        "该终端不用于存储任何绝密级资料",
        // What people and units are called, and what is said of votes and secrets.
        "采取秘密投票方式，不公开计票",
        "机密仪器研究所第七研究室",
        "评审秘密须严格保守，保密义务不因离职而终止",
        "技术秘密的许可使用期为 10 年",
        "2019年秘密调查10年数据.pdf",
    ] {
        let sure = screen(text).into_iter().filter(|mark| mark.is_sure).count();
        assert!(sure == 0 && !is_marked(text), "{text}");
    }
}

#[test]
fn what_may_be_sensitive_is_for_a_person() {
    let hint = |text: &str| {
        let found = screen(text);
        assert!(!is_marked(text), "{text}: {found:?}");
        !found.is_empty()
    };
    for text in [
        "涉及国家秘密的部分",
        "该武器型号",
        "请勿不得外传",
        "东风-41",
        "为歼20研制",
        "红旗-9 系统",
        "密级（秘密、机密）",
        "无人机涉密项目",
    ] {
        // 为歼20 runs into another word: one character names are looked at only where they begin one.
        assert_eq!(hint(text), text != "为歼20研制", "{text}");
    }
    for text in [
        "无任何涉密内容",
        "未发现含有国家秘密",
        "非涉密项目",
        "不涉及国家秘密",
        "增强30%",
        "直径5毫米",
        "东风汽车2号线",
        "红旗渠1号闸",
        "运10次",
    ] {
        assert_eq!(hint(text), text == "运10次", "{text}");
    }
}

#[test]
fn a_mark_is_told_as_it_stands_and_never_too_many() {
    let mark = |text: &str| Mark { text: text.into(), is_sure: true };
    assert_eq!(screen("甲机密★乙秘密★丙"), [mark("机密★"), mark("秘密★")]);
    assert_eq!(screen(&"机密★".repeat(1_000)).len(), 50);
}

#[test]
fn nothing_before_a_mark_hides_it() {
    for before in ["不得外传，".repeat(60), "含有国家".to_owned(), "一".repeat(10_000)] {
        assert!(is_marked(&format!("{before}秘密★")), "{before}");
        assert!(!is_marked(&before), "{before}");
    }
}

#[test]
fn a_long_text_of_one_kind_is_screened_in_its_length() {
    for piece in ["机", "机密", "密级", "内部资料", " ", "秘密 ", "不得", "\u{301}"] {
        let text = piece.repeat(50_000);
        assert!(screen(&text).len() <= 50 && !is_marked(&text), "{piece}");
    }
}
