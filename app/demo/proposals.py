"""Twelve proposals for the demo's calls: each with every part of the form and a full budget.

The texts are written for the demo; what differs between proposals stands in THEMES, what every
good proposal has in common is composed from it.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.kernel.money import Money
from projects.rules.budgets import BudgetItem, line_amount


@dataclass(frozen=True)
class Theme:
    """What is special of one proposal. people: direct beneficiaries; size: scale of the budget."""

    key: str
    title: str
    field: str
    audience: str
    problem: str
    service: str
    places: tuple[str, ...]
    people: int
    size: int
    extra: int


THEMES = (
    Theme(
        "weihang",
        "“平安敲门”独居老人居家安全守护项目",
        "elderly",
        "社区独居、空巢老年人",
        "独居老人突发情况难以及时发现，居家跌倒、用火用电隐患突出",
        "每周敲门探访、居家安全评估和小型适老化改造",
        ("320508901001", "320508902001"),
        160,
        10,
        6,
    ),
    Theme(
        "yanqiao",
        "“记忆花园”认知症家庭支持项目",
        "elderly",
        "轻度认知症老人及其照护家属",
        "家属缺少照护知识和喘息机会，老人走失风险高",
        "认知训练小组、家属课堂和喘息服务",
        ("320508901001",),
        60,
        9,
        3,
    ),
    Theme(
        "chenghe",
        "“河畔歌声”残障人士艺术疗愈项目",
        "disabled",
        "持证残障人士及其家庭",
        "残障人士社会交往少，缺少展示和支持的平台",
        "音乐、绘画艺术工作坊和社区融合展演",
        ("320585901001",),
        70,
        9,
        4,
    ),
    Theme(
        "zhitong",
        "“小候鸟”流动儿童社区成长支持项目",
        "children",
        "随迁子女和暑期来苏儿童",
        "放学后和寒暑假无人看护，学习习惯和安全意识薄弱",
        "四点半课堂、假期营和亲子沟通小组",
        ("320583901001", "320583902001"),
        120,
        10,
        5,
    ),
    Theme(
        "jiangyu",
        "“江屿同行”困境青少年陪伴项目",
        "children",
        "困境家庭青少年",
        "困境青少年缺少稳定陪伴，心理和学业压力叠加",
        "一对一陪伴、心理支持和职业体验",
        ("320583901001",),
        45,
        10,
        2,
    ),
    Theme(
        "hexu",
        "“助学灯”低收入家庭学生成长项目",
        "relief",
        "低收入家庭中小学生",
        "家庭教育投入不足，升学信息和学习资源缺乏",
        "学业辅导、成长导师和升学规划",
        ("320507901001",),
        80,
        10,
        6,
    ),
    Theme(
        "linpan",
        "“邻里暖灶”高龄老人助餐支持项目",
        "elderly",
        "八十周岁以上高龄老人",
        "高龄老人做饭困难，营养不均衡",
        "助餐配送、营养讲座和志愿厨房",
        ("320506901001",),
        100,
        9,
        4,
    ),
    Theme(
        "chunni",
        "“春泥学堂”听障儿童家庭支持项目",
        "disabled",
        "听障儿童及其家长",
        "听障儿童家庭康复知识不足，融合教育支持少",
        "家长课堂、言语训练伙伴和融合活动",
        ("320509901001",),
        40,
        8,
        3,
    ),
    Theme(
        "yushan",
        "“语溪护航”农村留守老人健康促进项目",
        "elderly",
        "农村留守老年人",
        "慢性病管理薄弱，健康知识获取渠道少",
        "健康档案、慢性病小组和巡回义诊",
        ("320581901001",),
        150,
        9,
        5,
    ),
    Theme(
        "gangting",
        "“港湾家园”失独家庭精神关爱项目",
        "relief",
        "计划生育特殊家庭",
        "失独家庭情感孤独，社会支持网络断裂",
        "同伴小组、节日陪伴和心理辅导",
        ("320582901001",),
        36,
        8,
        2,
    ),
    Theme(
        "yuanye",
        "“园野新芽”社区青年志愿培育项目",
        "other",
        "社区青年和新就业群体",
        "新就业群体与社区联系弱，志愿参与渠道少",
        "志愿者培训、微项目孵化和邻里行动",
        ("320576901001",),
        110,
        8,
        4,
    ),
    Theme(
        "lvtian",
        "“绿田共耕”残疾人就业能力提升项目",
        "disabled",
        "有劳动意愿的残疾人",
        "残疾人就业技能单一，就业机会少",
        "园艺技能培训、实训基地和就业推荐",
        ("320507901001",),
        50,
        10,
        3,
    ),
)


def sections(theme: Theme, year: int, contact: str, phone: str) -> dict[str, dict[str, Any]]:
    """Return the texts of the form, by section and field; "organisation" comes from the profile."""
    who, people = theme.audience, theme.people
    granted = sum(i.amount.fen for i in budget(theme) if i.source == "grant")
    return {
        "overview": {
            "title": theme.title,
            "field": theme.field,
            "starts": f"{year}-09",
            "ends": f"{year + 1}-05",
            "areas": list(theme.places),
            "direct_beneficiaries": people,
            "indirect_beneficiaries": people * 3,
            "person_times": people * 18,
            "requested": granted,
            "other_support": False,
            "other_support_detail": "",
            "summary": f"项目面向{who}，针对{theme.problem}的问题，开展{theme.service}，"
            f"计划直接服务{people}人、{people * 18}人次，形成社区可持续的互助支持。",
            "leader_name": contact,
            "leader_phone": phone,
            "contact_name": contact,
            "contact_phone": phone,
            "contact_email": "",
        },
        "needs": {
            "needs_analysis": f"项目组于上年度第四季度入户走访、座谈并发放问卷，回收有效问卷{people + 20}份。"
            f"调查显示，{theme.problem}；八成以上受访者希望在家门口得到专业而稳定的服务。社区现有服务以节日慰问为主，"
            "缺少持续的专业支持，本项目与社区现有服务互补，不重复投入。",
            "beneficiaries": f"{who}，由社区推荐、项目组入户评估后确定，优先服务低收入、高龄、残疾等特殊困难对象，"
            f"直接受益{people}人。服务对象自愿参加，个人信息仅用于本项目服务。",
            "goals": f"通过九个月的服务，使{people}名服务对象得到及时、专业的支持，社区互助网络初步建立。",
            "goals_specific": f"一、建立服务对象档案{people}份；二、开展{theme.service}，完成活动不少于9场次；"
            "三、培育志愿者队伍1支；四、服务对象满意度不低于85%。",
            "innovation": "把专业社工、社区志愿者和邻里资源编成服务小组，服务对象也是志愿者；"
            "每月一次小组复盘，以记录和数据改进服务。",
        },
        "plan": {
            "approach": f"项目分筹备、实施、总结三个阶段。筹备阶段（{year}年9月）组建团队、入户评估、建立档案；"
            f"实施阶段（{year}年10月至{year + 1}年4月）按计划开展{theme.service}；"
            f"总结阶段（{year + 1}年5月）开展满意度测评、整理档案、总结经验。每项活动有方案、签到、记录和反馈。",
            "risks": "极端天气改为线上或者延期；志愿者不足时启用后备名单；服务对象突发疾病时按应急预案联系家属和医疗机构，"
            "活动均购买意外保险。",
            "publicity": "活动信息通过社区公告栏和公众号发布，宣传材料标明福彩公益金资助。",
            "sustainability": "项目结束后由社区志愿者队伍延续日常服务，社区党组织协调场地，机构提供督导支持。",
            "monitoring": "每月核对活动与指标完成情况，每季度核对支出，中期和末期开展自评，接受第三方评估和审计。",
        },
        "team": {
            "supervisor": "外聘督导（高级社会工作师）",
            "accountant": "专职会计",
            "volunteers": 20,
        },
        "indicators": {},
        "declaration": {},
    }


def plan_rows(theme: Theme, year: int, contact: str) -> list[dict[str, Any]]:
    """Return nine planned activities, one a month."""
    months = [f"{year}-{m:02d}" for m in (9, 10, 11, 12)]
    months += [f"{year + 1}-{m:02d}" for m in (1, 2, 3, 4, 5)]
    names = (
        "入户评估与建档",
        "启动仪式",
        "专题服务（一）",
        "专题服务（二）",
        "新春关爱行动",
        "小组活动",
        "社区融合活动",
        "能力提升活动",
        "成果分享会",
    )
    return [
        {
            "activity": name,
            "when": month,
            "place": "社区活动中心",
            "audience": theme.audience,
            "person_times": theme.people * 2,
            "output": "活动记录、签到表、照片",
            "responsible": contact,
        }
        for name, month in zip(names, months, strict=True)
    ]


def team(contact: str, phone: str) -> list[dict[str, Any]]:
    """Return a team of four."""
    return [
        {
            "name": contact,
            "education": "本科，社会工作",
            "qualification": "社会工作师",
            "role": "项目负责人",
            "phone": phone,
            "full_time": True,
        },
        {
            "name": "项目社工甲",
            "education": "本科，社会学",
            "qualification": "助理社会工作师",
            "role": "活动策划与执行",
            "phone": "",
            "full_time": True,
        },
        {
            "name": "项目社工乙",
            "education": "大专，社会工作",
            "qualification": "助理社会工作师",
            "role": "个案与小组",
            "phone": "",
            "full_time": True,
        },
        {
            "name": "兼职会计",
            "education": "本科，会计学",
            "qualification": "中级会计师",
            "role": "财务管理",
            "phone": "",
            "full_time": False,
        },
    ]


def indicators(theme: Theme) -> list[dict[str, Any]]:
    """Return five indicators over output, benefit and satisfaction."""
    people = theme.people
    return [
        {
            "level": "output",
            "name": "开展活动",
            "target": 9,
            "unit": "场",
            "evidence": "活动记录、签到表",
        },
        {
            "level": "output",
            "name": "服务人次",
            "target": people * 18,
            "unit": "人次",
            "evidence": "签到表",
        },
        {
            "level": "output",
            "name": "建立服务档案",
            "target": people,
            "unit": "份",
            "evidence": "服务档案",
        },
        {
            "level": "effect",
            "name": "培育志愿者",
            "target": 20,
            "unit": "人",
            "evidence": "志愿者名册",
        },
        {
            "level": "satisfaction",
            "name": "服务对象满意度",
            "target": 85,
            "unit": "%",
            "evidence": "问卷汇总",
        },
    ]


def budget(theme: Theme) -> list[BudgetItem]:
    """Return a budget of eleven to seventeen lines within every cap."""
    size = theme.size
    rows: list[tuple[str, str, str, str, str, str, str]] = [
        (
            "staff",
            "项目社工补贴",
            f"{size * 160}.00",
            "9",
            "月",
            "grant",
            "1 人 × 9 个月，按实际投入比例",
        ),
        ("labour", "授课劳务", "300.00", f"{size * 2}", "人次", "grant", "按市级劳务费标准"),
        (
            "volunteers",
            "志愿者交通与餐补",
            "50.00",
            f"{size * 12}",
            "人次",
            "grant",
            "交通、餐补，按次据实",
        ),
        ("experts", "督导费", "500.00", f"{size}", "次", "grant", "高级职称 500 元／次"),
        ("activity", "专题活动物料", "620.00", f"{size}", "场", "grant", "每场耗材、茶歇"),
        ("activity", "启动与分享活动", f"{size * 150}.00", "2", "场", "grant", "场地布置、物料"),
        ("supplies", "服务工具包", "45.00", f"{size * 10}", "套", "grant", "入户服务用品"),
        ("publicity", "宣传印刷", "3.50", f"{size * 100}", "份", "grant", "手册、折页"),
        ("travel", "市内交通", "20.00", f"{size * 15}", "人次", "grant", "入户探访交通"),
        ("management", "办公与管理", f"{size * 40}.00", "9", "月", "grant", "办公耗材、通讯分摊"),
        ("venue", "活动场地", "600.00", "9", "月", "own", "社区无偿提供，按评估价折算"),
    ]
    rows += [
        (
            "supplies",
            f"小额改造与配置（第{n}批）",
            f"{size * 20}.00",
            "3",
            "项",
            "own",
            "社会捐赠物资折算",
        )
        for n in range(1, theme.extra + 1)
    ]
    return [
        BudgetItem(
            category,
            content,
            Money.yuan(price),
            Decimal(quantity),
            unit,
            line_amount(Money.yuan(price), Decimal(quantity)),
            source,
            basis,
        )
        for category, content, price, quantity, unit, source, basis in rows
    ]
