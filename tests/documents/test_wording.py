"""The texts that must be exactly right, as they stand on the paper."""

import pytest

from tests.documents.examples import INDICATORS, ORGANISATION, PROJECT, example
from tests.documents.pages import page_text, printed, text_of


def test_receipt():
    assert (
        f"贵单位申报的《{PROJECT}》已于2026年4月20日16:59:58（北京时间，以服务器时间为准）提交成功，"
        "申报编号：GYCT-2026-0017，校验码：P3WD-8HJ2-6VRN。本回执仅证明材料已提交，"
        "不代表受理或者通过资格审查。截止时间前可撤回修改；未重新提交的，以最后一次提交的版本为准。"
    ) in text_of(printed("receipt.html"))


def test_refusal_one_second_late():
    assert (
        "本次申报已于2026年4月20日24:00截止。系统收到您的提交请求的时间为2026年4月21日00:00:01，"
        "晚于截止时间1秒，不能接收。您填写的内容已保存，可查看、下载。如因系统故障未能按时提交，"
        "请于2026年4月23日前联系社会组织管理处、0000-00000001，并提供记录编号JS-2026-0003。"
    ) in text_of(printed("refusal.html"))


def test_correction():
    text = text_of(printed("correction.html"))

    assert "经审查，贵单位申报材料需补正以下2项：1.合作社区意向书" in text
    assert (
        "请于2026年4月28日24:00前一次性补正；逾期未补正或者补正后仍不符合要求的，"
        "视为资格审查未通过。除上述内容外，其他内容不得修改。"
    ) in text


def test_notice():
    assert (
        "根据《示范市公益创投活动管理办法》，经资格审查、专家评审和局党组会议审定，"
        "现将第五届公益创投拟立项项目予以公示。公示期为2026年6月8日至2026年6月12日（5个工作日）。"
        "对公示内容有异议的，请在公示期内以书面形式反映。以单位名义反映的，应加盖公章；"
        "以个人名义反映的，应签署真实姓名并提供有效联系方式。"
        "受理处室、电话：社会组织管理处，0000-00000001；监督电话：0000-00000003。特此公示。"
    ) in text_of(printed("notice.html"))


@pytest.mark.parametrize(
    ("dismissed", "opening"),
    [
        pytest.param(False, "经公示无异议", id="no objection"),
        pytest.param(True, "经核查异议不成立", id="objection dismissed"),
    ],
)
def test_award(dismissed, opening):
    assert (
        f"{ORGANISATION}：{opening}，你单位申报的《{PROJECT}》准予立项，"
        "核定资助金额人民币伍万贰仟元整（¥52,000.00）。请自收到本通知之日起，5个工作日内确认接受立项，"
        "10个工作日内按核定金额修订项目实施方案和经费预算，30日内签订项目资助协议书；"
        "无正当理由逾期未签订的，视为自动放弃。"
    ) in text_of(printed("award.html", objection_dismissed=dismissed))


def test_award_of_a_purchase_names_thirty_days():
    text = text_of(printed("award.html", kind="procurement"))

    assert "成交通知书" in text
    assert "请自本通知书发出之日起30日内签订合同。" in text


def test_pledge():
    assert (
        "一、本人与申报单位、申报项目不存在应当回避的情形，如有将主动提出；"
        "二、独立、客观、公正评审，对个人评审意见负责；三、评审期间服从管理，按要求交存通讯工具；"
        "四、不私下接触申报单位，不收受财物；五、不泄露、不留存、不外传评审材料、评审过程和结果；"
        "六、如违反，自愿承担相应责任。承诺人（签字）：赵某某2026年5月12日"
    ) in page_text(printed("pledge.html"), 1)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({}, "□不存在下列情形√存在，对第3号项目申请回避：", id="one conflict"),
        pytest.param({"conflicts": []}, "√不存在下列情形□存在，对第{}号项目", id="none"),
        pytest.param(
            {"conflicts": [], "declared": False, "accepted_at": ""},
            "□不存在下列情形□存在，对第{}号项目",
            id="for ink",
        ),
    ],
)
def test_recusal(changes, line):
    text = page_text(printed("pledge.html", **changes), 2)

    assert line in text
    assert (
        "①近三年内与申报单位有劳动关系，或者担任其理事、监事、负责人；"
        "②近三年内受聘担任其督导、顾问、讲师或者承担其评估并领取报酬；"
        "③与其法定代表人、负责人有夫妻、直系血亲、三代以内旁系血亲或者近姻亲关系；"
        "④参与该项目策划、申报；⑤其他可能影响公正评审的关系。"
    ) in text


PAYMENT_LABELS = [
    "项目名称",
    "项目编号",
    "合同（协议）编号",
    "资金来源",
    "预算年度",
    "指标文号",
    "功能分类/经济分类科目",
    "合同金额",
    "期次",
    "累计已拨",
    "本次拨付（小写/大写）",
    "拨付后余额",
    "收款单位（全称）",
    "开户银行（支行）",
    "账号",
    "支付方式",
    "拨付依据公示√协议√评估√验收□票据√，附件6张",
    "票据种类及号码",
    "会议纪要文号",
    "经办人",
    "处室负责人",
    "财务审核",
    "分管领导",
    "主要领导",
    "支付日期、支付凭证号",
]


def test_payment_labels_in_order():
    text = text_of(printed("payment.html"))

    position = 0
    for label in PAYMENT_LABELS:
        position = text.index(label, position) + len(label)


def test_payment_amounts_and_approvals():
    text = text_of(printed("payment.html"))

    assert "¥15,600.00人民币壹万伍仟陆佰元整" in text
    assert "签字：陈某某（系统签批）2026年12月1日09:12:08" in text
    assert "签字：何某某（纸质签批）" in text
    assert "分管领导签字：年月日" in text
    assert "主要领导/" in text


def test_blocked_payment_says_why():
    block = {"reason": "中期评估未完成", "owner": "评估单位", "todo": "录入中期评估结论"}

    assert (
        "暂不具备拨付条件：中期评估未完成；办理人：评估单位；需办事项：录入中期评估结论。"
    ) in text_of(printed("payment.html", blocks=[block]))


def test_objection_receipt_names_the_day_that_ends():
    text = text_of(printed("objection_receipt.html"))

    assert "我们将依法核查，并于2026年6月24日24:00前书面答复。" in text


def test_objection_answer():
    text = text_of(printed("objection_answer.html"))

    assert "您2026年6月10日提出的异议收悉。经核查：该单位2026年承接" in text
    assert "异议不成立，处理意见：维持公示结果；" in text
    assert "投诉" not in text


def test_answer_to_a_challenge_names_the_way_to_complain():
    text = text_of(
        printed("objection_answer.html", word="质疑", by_organisation=True, verdict="partly")
    )

    assert "质疑答复函" in text
    assert "贵单位2026年6月10日提出的质疑收悉。" in text
    assert "质疑部分成立，处理意见：" in text
    assert ("对本答复不满意的，可以在答复期满后15个工作日内向示范市财政局投诉。") in text


def test_closing_with_a_tail():
    assert (
        "经末期评估（等次：良好）和财务审核，该项目准予结项。"
        "核定支出51,000.00元，核减600.00元，应拨尾款4,200.00元。"
    ) in text_of(printed("closing.html"))


def test_closing_with_a_refund():
    text = text_of(
        printed(
            "closing.html",
            eligible=4_380_000,
            tail=-300_000,
            refund_by="2027-05-31",
            refund_account="示范市财政专户（示范银行，0000 0001）",
        )
    )

    assert (
        "应拨尾款0.00元；应缴回结余资金3,000.00元的，请于2027年5月31日前缴至示范市财政专户"
    ) in text
    assert "应缴回（元）43,800.00600.0046,800.003,000.00" in text


def test_contract_amounts_in_words():
    text = text_of(printed("contract.html"))

    assert "核定的资助金额为人民币伍万贰仟元整（¥52,000.00）" in text
    assert "首期款60%31,200.00叁万壹仟贰佰元整" in text
    assert "合计100%52,000.00伍万贰仟元整/" in text
    assert "资助资金分三期拨付" in text
    assert "资助资金合计人民币伍万贰仟元整。" in text


def test_contract_special_clauses_are_numbered():
    text = text_of(printed("contract.html", special=["乙方每月5日前报送活动计划。"]))

    assert "（三）乙方每月5日前报送活动计划。" in text
    assert "（四）附件：1.项目预算明细表" in text


def test_assessment_may_exceed_one_hundred():
    text = text_of(printed("assessment.html"))

    assert "总分103.5分（合格线60分）评估等次合格" in text
    assert "加分被市级以上媒体报道经验做法+3" in text
    assert "扣分活动信息未在5日内报送1次-1" in text


def test_ranking_draws_the_budget_line_after_the_last_recommended():
    text = text_of(printed("ranking.html"))

    line = text.index("资金控制线：本次可用资金¥315,000.00，线上建议资助6个项目，合计¥312,000.00")
    assert text.index("GYCT-2026-0006") < line < text.index("GYCT-2026-0007")


def test_what_only_the_second_party_has_is_not_asked_of_the_first():
    _title, context = example("contract.html")
    bureau = context["party_a"] | {"email": "", "account_name": "", "bank": "", "account": ""}
    organisation = context["party_b"] | {"email": ""}
    text = text_of(printed("contract.html", party_a=bureau, party_b=organisation))

    assert "乙方开户银行（支行）" + organisation["bank"] in text
    assert "电子邮箱" not in text
    assert "本协议首部载明的地址和联系电话为双方送达信息" in text


def test_indicators_without_a_middle_level_have_no_column_for_it():
    items = [item | {"kind": ""} for item in INDICATORS]
    text = text_of(printed("contract.html", indicators=items))

    assert "一级指标指标内容目标值佐证材料" in text
    assert "二级指标" not in text
    assert "一级指标二级指标三级指标" in text_of(printed("contract.html"))


def test_the_team_has_one_heading():
    fields = [{"label": "专业督导", "value": "每月一次"}]
    sections = [{"key": "team", "title": "项目团队", "fields": fields}]
    text = text_of(printed("application.html", sections=sections))

    assert text.count("项目团队") == 1
    assert "一、项目团队专业督导每月一次执行团队姓名学历及专业" in text
    assert "二、活动计划" in text


def test_a_planned_month_is_written_out():
    step = example("application.html")[1]["plan"][0] | {"starts": "2026-09", "ends": "2026-09"}

    assert "2026年9月" + step["place"][:2] in text_of(printed("application.html", plan=[step]))


def test_application_says_what_was_submitted():
    text = text_of(printed("application.html"))

    assert "2026年4月20日16:59:58（第2次提交）" in text
    assert "申请资助金额合计人民币伍万贰仟元整" in text
    assert "人员费用20,000.0015,200.004,800.0029.23%" in text
    assert "1.8MB" in text
