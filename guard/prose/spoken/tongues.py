"""The same orders to a reader in other tongues than English: forget what you were told, report nothing, approve this.

A row a tongue, as people write it; it is compared in plain letters (guard.prose.spoken.disguise). A row asks for the
order and for what it is about, in one sentence: each of the words alone stands in honest plans.
"""

from __future__ import annotations

from guard.prose.cued import Cued, OneOf
from guard.prose.spoken.disguise import bare

_GAP = r"[^.!?\n]{0,60}"
_NEAR = r"[^.!?\n]{0,24}"
_ROWS = (
    # German
    (rf"\b(?:ignorier\w*|missachte\w*|vergiss|vergesst|vergessen sie|übergeh\w*){_GAP}\b(?:anweisung"
        r"|instruktion|vorgabe|regeln|befehl|prompt)"),
    (rf"\bbeachte\w*{_GAP}\b(?:anweisung|instruktion|vorgabe|regel)\w*{_GAP}\bnicht\b|\bdu bist (?:jetzt|nun"
        r"|ab jetzt) ein"),
    (rf"\b(?:melde|berichte|markiere|beanstande)(?:n sie|t)? (?:bitte )?(?:keine|nichts)\b{_NEAR}"
    rf"(?:probleme|fragen|hinweise|unklarheiten|mängel|befunde|abschnitt|plan|dokument)"),
    (r"\b(?:genehmige|billige|akzeptiere|markiere|bewerte)(?:n sie|t)? (?:bitte )?diese[nrs]? (?:plan|abschnitt"
        r"|dokument)"),
    # French
    (rf"\b(?:ignore[zrs]?|oublie[zrs]?|ne (?:tiens|tenez) pas compte){_GAP}\b(?:instructions?|consignes?|règles"
        r"|directives)"),
    (rf"\bne (?:signale|rapporte|remonte|mentionne)[zs]? (?:aucun|pas|rien){_NEAR}"
    r"(?:problème|ambiguïté|question|doute|section|plan|document)"),
    (r"\b(?:approuve[zs]?|accepte[zs]?|valide[zs]?) ce (?:plan|document)|\bconsidère[zs]? (?:ce"
        rf"|cette){_GAP}comme (?:approuv|valid|sûr)"),
    r"\b(?:tu es|vous êtes) (?:maintenant|désormais) une? (?:assistant|modèle|ia)",
    # Spanish
    (r"\b(?:ignora|ignore|ignorad|olvida|olvide|haz caso omiso|hagan? caso omiso"
        rf"|no sigas){_GAP}\b(?:instrucciones|reglas|indicaciones|directrices)"),
    (rf"\bno (?:informes?|reportes?|señales?|marques?|menciones?){_GAP}(?:problema|ambigüedad|duda|sección|plan"
        r"|documento)"),
    (r"\b(?:aprueba|apruebe|acepta|acepte) este (?:plan|documento)|\bmarca este (?:plan|documento) como"
        r"|\beres un (?:asistente|modelo)"),
    # Portuguese
    (rf"\b(?:ignore|ignora|esqueça|esquece|desconsidere){_GAP}\b(?:instruções|regras|orientações)"
        r"|\baprov[ea] este (?:plano|documento)"),
    rf"\bnão (?:relate|reporte|sinalize|informe){_GAP}(?:problema|ambiguidade|dúvida|seção|secção|plano)",
    # Italian
    (rf"\b(?:ignora|ignorate|dimentica|dimenticate|non seguire){_GAP}\b(?:istruzioni|regole|indicazioni)"
        r"|\bapprova(?:te)? questo (?:piano|documento)"),
    rf"\bnon (?:segnalare|riportare|segnalate){_GAP}(?:problem|ambiguità|dubbi|sezione|piano)",
    # Dutch
    rf"\b(?:negeer|vergeet){_GAP}\b(?:instructies|regels|aanwijzingen)|\bkeur (?:dit|het) (?:plan|document) goed",
    rf"\b(?:meld|rapporteer) (?:geen|niets){_NEAR}(?:problemen|vragen|document|sectie|plan)",
    # the North
    (rf"\b(?:ignorera|glöm|bortse från|ignorér|ignorer|glem){_GAP}\b(?:instruk\w+|regler)|\b(?:godkänn|godkend"
        r"|godkjenn) (?:den här |denne )?plan"),
    rf"\b(?:jätä huomiotta|unohda|sivuuta){_GAP}\b(?:ohjeet|säännöt)|\bhyväksy tämä suunnitelma",
    # the East of Europe
    (rf"\b(?:zignoruj|ignoruj|zapomnij o|pomiń){_GAP}\b(?:instrukcj|polece|zasad)|\bzatwierdź ten plan"
        rf"|\bnie zgłaszaj{_GAP}(?:problem|plan|sekcj)"),
    rf"\b(?:ignoruj|zapomeň|ignorujte){_GAP}\b(?:pokyny|instrukce|pravidla)|\bschval(?:te)? tento plán",
    (rf"\b(?:игнорируй|игнорируйте|забудь|забудьте|не следуй){_GAP}(?:инструкци|указани|правил)"
        r"|\bодобри(?:те)? этот план"),  # noqa: RUF001
    (rf"\bне (?:сообщай|сообщайте|отмечай|отмечайте){_GAP}(?:проблем|вопрос|раздел|план)|\b(?:ты"  # noqa: RUF001
        r"|вы) теперь (?:помощник|модел|ассистент)"),
    rf"\b(?:ігноруй|ігноруйте|забудь){_GAP}(?:інструкці|вказівк|правил)|\bсхвали(?:ти|ть)? цей план",  # noqa: RUF001
    rf"\b(?:ignoră|ignora|uită){_GAP}\b(?:instrucțiunil|regulil)|\baprobă acest plan",
    rf"\b(?:hagyd figyelmen kívül|felejtsd el){_GAP}(?:utasítás|szabály)|\bhagyd jóvá ezt a tervet",
    rf"\b(?:αγνόησε|αγνοήστε|ξέχνα){_GAP}(?:οδηγίες|κανόνες)|\bενέκρινε αυτό το σχέδιο",  # noqa: RUF001
    # Turkish, Arabic, Hebrew, Hindi
    (rf"\b(?:talimat|kural|yönerge)\w{{0,12}}{_NEAR}(?:yok say|görmezden gel|unut)|\bbu planı onayla"  # noqa: RUF001
        r"|\bhiçbir sorun bildirme"),
    rf"(?:تجاهل|انس){_GAP}(?:التعليمات|القواعد|الأوامر)|لا تبلغ{_GAP}(?:مشكلة|مشاكل)|وافق على هذه الخطة",
    rf"(?:התעלם|התעלמו|שכח){_GAP}(?:ההוראות|הוראות|הכללים)|אשר את התוכנית",
    rf"(?:निर्देश|नियम){_GAP}(?:अनदेखा|भूल|नज़रअंदाज़)|योजना को स्वीकृत",
    # the East of Asia
    r"(?:忽略|无视|無視|忘记|忘記|不要理会)[^。.!?\n]{0,16}(?:指令|指示|规则|規則|提示|说明)|(?:批准|核准|通过)(?:这个|此|该|這個)(?:计划|計畫|文档)",
    r"(?:不要|请勿|別|别)(?:报告|标记|指出|報告|提出)[^。\n]{0,12}(?:问题|問題|疑问)|你(?:现在|現在)是一",
    r"(?:指示|命令|ルール)[^。\n]{0,12}(?:無視|忘れ)|(?:計画|文書)を承認してください|問題を(?:報告|指摘)しないで",
    r"(?:지시|명령|규칙|지침)[^.\n]{0,12}(?:무시|잊)|계획을 승인하(?:세요|십시오|라)|문제를 보고하지 마",
    # the South-East of Asia
    (rf"\bbỏ qua{_GAP}(?:hướng dẫn|chỉ dẫn|quy tắc)|\bphê duyệt kế hoạch này|\b(?:abaikan"
        rf"|lupakan){_GAP}\b(?:instruksi|arahan|aturan)|\bsetujui rencana ini"),
    r"(?:เพิกเฉย|ละเว้น|ไม่ต้องสนใจ)[^\n]{0,24}(?:คำสั่ง|กฎ)|อนุมัติแผนนี้",
)  # fmt: skip

TONGUES = OneOf([Cued(bare(row)) for row in _ROWS])
