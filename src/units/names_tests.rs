//! Tests of the reading of unit names.

use super::*;
use proptest::prelude::*;

fn legal(raw: &str) -> String {
    UnitNamer::standard().read(raw).unwrap().legal
}

#[test]
fn spellings_of_one_body_agree() {
    for names in [
        ["清华大学", "清華大學", "清 华 大 学", "清华大学计算机科学与技术系"].as_slice(),
        &["中国农业大学", "中国农业大学动物科技学院", "中国农业大学（烟台）"],
        &["中国科学院大学", "中国科学院大学资源与环境学院"],
        &["内蒙古自治区农牧业科学院", "内蒙古农牧业科学院"],
        &["山东省农业科学院", "山东农业科学院", "山东农科院"],
        &["上海市第十人民医院", "上海市第10人民医院（同济大学附属第十人民医院）"],
        &[
            "中国科学院、水利部成都山地灾害与环境研究所",
            "中国科学院水利部成都山地灾害与环境研究所",
            "中国科学院成都山地灾害与环境研究所",
        ],
        &["中国科学院计算技术研究所", "中科院计算技术研究所智能信息处理重点实验室"],
        &[
            "浙江大学医学院附属第二医院（浙江省第二医院）",
            "浙江大学附属第二医院",
            "浙江大学第二附属医院",
        ],
        &["上海交通大学医学院附属仁济医院南院", "上海交通大学附属仁济医院"],
        &["第三军医大学", "中国人民解放军陆军军医大学", "陆军军医大学"],
        &["环境保护部南京环境科学研究所", "生态环境部南京环境科学研究所"],
        &["西山煤电（集团）有限责任公司", "西山煤电集团公司", "西山煤电集团"],
        &["阿里巴巴（中国）有限公司", "阿里巴巴(中国)有限责任公司"],
        &["青松设备成套设计研究院有限责任公司", "青松设备成套设计研究院"],
        &[
            "中国电子科技集团公司第五十四研究所",
            "中国电子科技集团有限公司第54研究所",
            "中国电子科技集团第五十四研究所",
        ],
        &["宁夏回族自治区水产研究所（有限公司）", "宁夏水产研究所"],
        &["中国石油天然气股份有限公司塔里木油田分公司", "中国石油天然气股份有限公司"],
    ] {
        for name in names {
            assert_eq!(legal(name), legal(names[0]), "{name}");
        }
    }
}

#[test]
fn different_bodies_stay_apart() {
    for (first, second) in [
        ("南京大学", "南京理工大学"),
        ("教育部青松重点实验室", "教育部白石重点实验室"),
        ("农业部青松重点实验室", "农业农村部"),
        ("浙江大学", "浙江大学宁波理工学院"),
        ("中国科学院大学", "中国科学院"),
        ("中国科学院大学资源与环境学院", "中国科学院资源与环境学院"),
        ("中国科学技术大学", "中国科学院"),
        ("北京大学", "北京大学第三医院"),
        ("北京大学第一医院", "北京大学第三医院"),
        ("中国石油大学（北京）", "中国石油大学（华东）"),
        ("中国矿业大学", "中国矿业大学（北京）"),
        ("中国科学院新疆天文台", "中国科学院新疆生态与地理研究所"),
        ("中国科学院南京土壤研究所", "中国科学院南京天文光学技术研究所"),
        ("吉林省人民医院", "吉林市人民医院"),
        ("华中科技大学同济医学院附属同济医院", "华中科技大学同济医学院附属协和医院"),
        ("首都医科大学附属北京朝阳医院", "首都医科大学附属北京佑安医院"),
        ("中国石油化工股份有限公司", "中国石油化工集团有限公司"),
        ("中国电子科技集团公司第五十四研究所", "中国电子科技集团公司第二十八研究所"),
        ("中国电子科技集团公司", "中国电子科技集团公司第二十八研究所"),
        ("中国地震局地球物理研究所", "中国地震局地质研究所"),
        ("北京农学院", "北京农业职业学院"),
        ("东北大学", "东北农业大学"),
        ("国网江苏省电力有限公司", "国网河北省电力有限公司"),
    ] {
        assert_ne!(legal(first), legal(second), "{first} / {second}");
    }
}

#[test]
fn parents_show_in_names() {
    let namer = UnitNamer::standard();
    for (name, parent) in [
        ("北京大学第三医院", Some("北京大学")),
        ("中山大学肿瘤防治中心", Some("中山大学")),
        ("中国农业科学院饲料研究所", Some("中国农业科学院")),
        ("中国科学院大学", Some("中国科学院")),
        ("中国科学院大学资源与环境学院", Some("中国科学院")),
        ("中国气象局兰州干旱气象研究所", Some("中国气象局")),
        ("中国地质大学（北京）", Some("中国地质大学")),
        ("济宁医学院附属医院", Some("济宁医学院")),
        ("中国气象局", None),
        ("清华大学计算机系", None),
        ("青松市第一医院", None),
    ] {
        assert_eq!(namer.read(name).unwrap().parent.as_deref(), parent, "{name}");
    }
}

#[test]
fn brackets_give_other_names() {
    let name = UnitNamer::standard()
        .read("中国电子技术标准化研究院（（工业和信息化部电子工业标准化研究院）（工业和信息化部电子第四研究院））")
        .unwrap();
    assert_eq!(name.legal, "中国电子技术标准化研究院");
    assert_eq!(name.aliases.len(), 2);
    for whole in [
        "中山大学肿瘤防治中心（中山大学附属肿瘤医院、中山大学肿瘤研究所）",
        "武汉大学口腔医学院（武汉大学口腔医院）",
    ] {
        let name = UnitNamer::standard().read(whole).unwrap();
        let university = name.parent.unwrap();
        assert!(university.ends_with("大学") && name.legal != university);
        assert!(!name.aliases.contains(&university));
    }
    let name =
        UnitNamer::standard().read("香港理工大学(The Hong Kong Polytechnic University)").unwrap();
    assert_eq!(name.aliases, ["thehongkongpolytechnicuniversity"]);
}

#[test]
fn no_unit_is_no_unit() {
    let namer = UnitNamer::standard();
    for nothing in ["", "  ", "无", "（无）", "-", "\u{200b}", "（", "退休"] {
        assert_eq!(namer.read(nothing), None, "{nothing:?}");
    }
}

/// Pieces of which names of units are made, and of which odd ones may be.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "中国",
        "中国科学院",
        "中国人民解放军",
        "北京市",
        "北京",
        "大学",
        "第三",
        "第五十四",
        "医院",
        "附属",
        "医学院",
        "学院",
        "研究所",
        "研究院",
        "集团",
        "股份",
        "有限",
        "公司",
        "有限责任公司",
        "（",
        "）",
        "、",
        "·",
        "中心",
        "水利部",
        "农业部",
        "科学院",
        "工程",
        "重点实验室",
        "计算机系",
        "总",
        "分公司",
        "中科院",
        "南京大学金陵学院",
        "university",
        " ",
        "長",
        "〇",
        "一二三",
        "局",
        "中国气象局",
        "原",
    ])
}

#[test]
fn odd_names_settle() {
    let namer = UnitNamer::standard();
    for odd in [
        "、·集团",
        "（中国（中国",
        "（）",
        "·",
        "中国·",
        "（北京）",
        "公司",
        "有限公司",
        "大学",
        "第三医院附属",
    ] {
        if let Some(name) = namer.read(odd) {
            assert_eq!(namer.read(&name.legal).map(|name| name.legal), Some(name.legal), "{odd}");
        }
    }
}

proptest! {
    #[test]
    fn reading_is_idempotent(pieces in prop::collection::vec(piece(), 1..7)) {
        let namer = UnitNamer::standard();
        let raw = pieces.concat();
        if let Some(name) = namer.read(&raw) {
            let again = namer.read(&name.legal).map(|name| name.legal);
            prop_assert_eq!(again.as_deref(), Some(name.legal.as_str()), "{}", raw);
        }
    }

    #[test]
    fn reading_never_fails(raw in "\\PC{0,24}") {
        let namer = UnitNamer::standard();
        if let Some(name) = namer.read(&raw) {
            prop_assert!(!name.legal.is_empty());
        }
    }
}
