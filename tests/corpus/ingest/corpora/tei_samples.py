"""Invented TEI documents with posts: a talk page, a chat with a timeline, words one by one."""

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="doc1">'
HEADER = """<teiHeader><fileDesc><titleStmt><title>Talk of lamps</title></titleStmt>
<publicationStmt><p>Free.</p></publicationStmt>
<sourceDesc><bibl><ref type="source">https://lamps.example/talk</ref></bibl></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="en">English</language></langUsage>
<particDesc><listPerson>
<person xml:id="A01" role="keeper"><persName>Ada</persName><age>44</age><sex value="f"/>
<note type="hobby">oil</note><email>ada@lamp.example</email></person>
<person xml:id="A02"><persName><forename>Bo</forename> <surname>Lund</surname></persName></person>
</listPerson></particDesc></profileDesc></teiHeader>
"""
TALK = """<text><body>
<div type="thread" n="1"><head>Which <hi>oil</hi>?</head>
<post xml:id="m1" who="#A01" when-iso="2012-05-03T10:00:00+02:00" modality="written">
<p>Comment 1: which oil burns <lb/>longest?</p><p>And &amp; why?</p>
<signed generatedBy="template"><gap reason="signatureContent"/>
<time>10:00, 3 May 2012</time></signed></post>
<post xml:id="m2" who="#A02" when-iso="2012-05-03T10:05" replyTo="#m1"><p>Comment 2: the
whale's, I was told.</p></post>
<post xml:id="m3" who="#A03" replyTo="#m2" generatedBy="bot"><p>Comment 3</p></post>
</div>
<div type="thread" n="2"><head>Wicks</head>
<post who="#A02" indentLevel="0"><p>Comment 4</p></post>
<post who="#A01" indentLevel="1"><p>Comment 5</p></post>
<post who="#A02" indentLevel="2"><p>Comment 6</p></post>
<post who="#A01" indentLevel="1"><p>Comment 7</p></post>
</div>
</body></text>
"""
DOCUMENT = f"{TEI}{HEADER}{TALK}</TEI>"
CORPUS = (
    '<?xml version="1.0"?><teiCorpus xmlns="http://www.tei-c.org/ns/1.0">'
    "<teiHeader><fileDesc><titleStmt><title>All talk</title></titleStmt></fileDesc></teiHeader>"
    + "".join(
        DOCUMENT.replace("xmlns=", "xml:base='x' xmlns=").replace("doc1", f"doc{n}")
        .replace("Talk of", f"Talk {n} of").replace('xml:id="m', f'xml:id="d{n}m')
        .replace('replyTo="#m', f'replyTo="#d{n}m')
        for n in (1, 2, 3)
    )
    + "</teiCorpus>"
)  # fmt: skip


def document(body: str, header: str = HEADER) -> str:
    """A document with this body."""
    return f"{TEI}{header}<text><body>{body}</body></text></TEI>"


def post(inside: str, **said: str) -> str:
    """A post; `xml_id="m1"` stands for `xml:id`."""
    written = "".join(
        f' {key.replace("xml_", "xml:").replace("_", "-")}="{value}"' for key, value in said.items()
    )
    return f"<post{written}>{inside}</post>"
