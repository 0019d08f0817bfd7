"""Titles as boards write them, each with the role, the tier and the level that it names."""

from pathlib import Path

import pytest

from analytics.extraction.titles.reading import read_title

TABLE = """
# engineers of AI
AI Engineer (LLM Adaptation) | llm-engineer | core | -
Senior AI Engineer - GenAI Platform Features | llm-engineer | core | senior
AI Engineer - Computer Vision | ml-engineer | core | -
AI Engineer (NLP / Speech) | ml-engineer | core | -
Algorithm Engineer – Computer Vision & AI | ml-engineer | core | -
Staff Engineer, AI Recommendations | ml-engineer | core | lead
Applied AI Engineer, Growth | ai-software-engineer | core | -
Senior Software Engineer, AI Enablement | ai-software-engineer | core | senior
AI Enablement Engineer | ai-software-engineer | core | -
AI Automation Engineer II | ai-software-engineer | core | mid
Software Engineer in Test, AI Products | other | probable | -
SDET - AI Assistants | other | probable | -
Full Stack Developer/AI Engineer | ai-software-engineer | core | -
Kotlin Engineer - Wardrobe AI | ai-software-engineer | core | -
Senior Backend Developer AI | ai-software-engineer | core | senior
Cloud Engineer, AI | mlops-engineer | core | -
Platform Engineer, AI | mlops-engineer | core | -
AI Cloud Engineer | mlops-engineer | core | -
Site Reliability Engineer - Machine Learning | mlops-engineer | core | -
Senior AI DevOps Engineer (Azure) | mlops-engineer | core | senior
Software Engineer III, Model Platform | mlops-engineer | core | senior
Staff Engineer, Model Lifecycle | mlops-engineer | core | lead
Software Engineer - Foundation Model Inference | mlops-engineer | core | -
ML Engineer / Data Scientist | ml-engineer | core | -
Data Scientist / Backend Engineer | data-scientist | core | -
Lead Machine Learning Engineer, LLM Tuning | ml-engineer | core | lead
Agent Developer | ai-agent-engineer | core | -
Senior Backend Engineer (Go), Agent Developer | ai-agent-engineer | core | senior
Software Engineer (Multi-Agent Systems) | ai-agent-engineer | core | -
Software Engineer, Service Agent | ai-agent-engineer | probable | -
Staff Software Engineer - Agent Quality | ai-agent-engineer | probable | lead
Support Engineer, AI | ai-consultant | probable | -
AI Support Engineer | ai-consultant | core | -
Backline Engineer - Machine Learning | ai-consultant | probable | -
Forward Deployed ML Engineer | ai-consultant | core | -
Full Stack Agentic Developer | ai-agent-engineer | core | -
Tech Lead, Agent Framework | ai-software-engineer | probable | lead
SRE (multi-cloud, Terraform, Global Routing, mTLS, AI Automation) | software-engineer | probable | -
Software Engineer, Inference | mlops-engineer | probable | -
CUDA Engineer | mlops-engineer | probable | -
Software Engineer, Causal Inference | software-engineer | excluded | -
Software Engineer, Evals | ai-software-engineer | probable | -
Member of Technical Staff - Research | research-engineer | probable | -
Controls Engineer, Robotics | robotics-engineer | probable | -
Biologist - AI Trainer | ai-trainer | core | -
Math Expert - AI Training | ai-trainer | core | -
# engineers of data
Spark Engineer | data-engineer | probable | -
Software Engineer, Data Infrastructure | data-engineer | probable | -
Senior Software Engineer - Data Platform | data-engineer | probable | senior
Software Engineer II (Data Pipelines) | data-engineer | probable | mid
Backend Engineer - Data Lakehouse | data-engineer | probable | -
Staff Software Engineer, Data Quality | data-engineer | probable | lead
Software Engineer - Kafka | data-engineer | probable | -
Software Engineer, Data | data-engineer | probable | -
Distributed Systems Engineer, Big Data | data-engineer | probable | -
Architect - Data Platforms | data-engineer | probable | -
Senior Manager, Data Platforms | data-engineer | probable | manager
Engineering Manager, Data | data-engineer | probable | manager
Director, Data Infrastructure | data-engineer | probable | director
Data Platform Enablement Lead | data-engineer | probable | lead
Machine Learning Data Engineer | data-engineer | core | -
Software Engineer, Data Products | software-engineer | excluded | -
Software Engineer, Data Insights | software-engineer | excluded | -
C++ Engineer (Market Data) | software-engineer | excluded | -
Director of Engineering, Data Products | software-engineer | excluded | director
Platform Engineer (Data Security) | software-engineer | excluded | -
Site Reliability Engineer - Databases | software-engineer | excluded | -
Full Stack Engineer, Data | software-engineer | excluded | -
# scientists and analysts
Marketing Decision Scientist II | data-scientist | probable | mid
Data Scientist/IT Expert | data-scientist | core | -
Research Scientist/Research Engineer, Robotics | research-scientist | probable | -
Geospatial Scientist, Data Quality | other | probable | -
Senior Analyst, Data Platform | data-analyst | probable | senior
Director, People Analytics | data-analyst | probable | director
Financial Reporting Analyst | other | excluded | -
Financial Analyst, Data Science | other | probable | -
QA Analyst (Data & ETL) | other | excluded | -
Data Product Analyst | data-analyst | probable | -
Reporting Analyst | data-analyst | probable | -
Data Analyst Marketing | data-analyst | probable | -
Data Entry Specialist | other | excluded | -
AI Process Analyst | other | probable | -
Data Strategist | other | probable | -
Principal Consultant, Data | other | probable | lead
Head of Data | other | probable | director
# managers
Director, Product Management - AI Search | ai-product-manager | core | director
Senior Director, Product Design, AI | ai-designer | probable | director
Director of Product Marketing, AI | ai-sales | probable | director
Manager, Customer Success - AI | ai-consultant | probable | manager
Manager, Research Engineering | ai-engineering-manager | probable | manager
Director, Autonomy | ai-engineering-manager | probable | director
Principal Software Engineering Manager - AI | ai-engineering-manager | core | manager
Head of AI Advisory | ai-consultant | probable | director
AI Operations Manager | other | probable | -
Senior Manager, Consumer AI Devices | other | probable | manager
Senior Manager, AI Data Operations | other | probable | manager
Head of AI Enablement | other | probable | director
Corporate Development Lead, AI | other | probable | lead
Finance Manager, AI Transformation | other | probable | manager
Engineering Manager, Real-Time Analytics | software-engineer | excluded | manager
Engineering Manager, Wastewater | other | excluded | manager
Data Science Manager Checkout Product | ai-engineering-manager | core | manager
Business Development Leader, Robotics | other | excluded | lead
# safety and security
Security Engineer, AI Security | ai-safety | probable | -
AI Security Architect | ai-safety | probable | -
AI Penetration Tester | ai-safety | probable | -
AI Red Teamer | ai-safety | core | -
Director, AI Security | ai-safety | probable | director
AI Governance Manager | ai-safety | core | manager
AI Governance Program Manager | ai-safety | probable | -
Security Engineer, Enterprise AI | other | probable | -
AI Security Researcher | ai-safety | core | -
AI Compliance Officer | ai-safety | probable | -
# roles named outright, and titles that only touch AI
AI Program Manager | ai-program-manager | probable | -
Program Manager, AI | ai-program-manager | probable | -
Program Manager, Finance Systems & AI | other | probable | -
Program Manager, AI Community Events | ai-sales | probable | -
AI Transformation Lead | other | probable | lead
AI Adoption Contractor | other | probable | -
GTM AI Enablement Manager | ai-sales | probable | -
AI Instructor | ai-educator | probable | -
Mentor, AI Course | other | probable | -
Technical Writer, AI | other | probable | -
AI & SEO Content Strategist | ai-sales | probable | -
Developer Advocate, AI | ai-consultant | probable | -
Counsel, AI & Privacy | other | probable | -
# engineers of matter
Electrical Engineer, AI Satellites | other | excluded | -
Packaging Engineer - Thermal, AI Servers | other | excluded | -
Network Engineer, AI | other | probable | -
ML Hardware Architect | other | probable | -
AI Hardware Engineer | ai-hardware-engineer | core | -
Build Engineer (Rocket Engines) | other | excluded | -
Build Engineer, Compilers | software-engineer | excluded | -
Noise and Vibration Engineer | other | excluded | -
CNC Programmer | other | excluded | -
Graduate Engineer, GNC | other | excluded | entry
Supplier Development Engineer | other | excluded | -
Field Service Engineer | other | excluded | -
Engineer, Vending Machines | other | excluded | -
Data & Controls Engineer | other | excluded | -
Mechanical Product Engineer | other | excluded | -
Avionics Software Engineer | software-engineer | excluded | -
Radiology Technologist | other | excluded | -
Learning and Development Lead | other | excluded | lead
# other languages
Ingénieur travaux | other | excluded | -
Ingénieur logiciel | software-engineer | excluded | -
Ingénieure Data | data-engineer | probable | -
Engenheiro de Planejamento | other | excluded | -
Engenheiro de Software Sênior | software-engineer | excluded | senior
Ingeniero de Producción | other | excluded | -
Bauingenieur (m/w/d) | other | excluded | -
Softwareingenieurin (m/w/d) | software-engineer | excluded | -
Softwarearchitekt (m/w/d) | software-engineer | excluded | -
Projektingenieur Elektrotechnik | other | excluded | -
Entwicklungsingenieur KI (m/w/d) | ai-software-engineer | core | -
Ingénieur de recherche en IA | research-engineer | core | -
Gerente de Projetos | other | excluded | -
Responsable produit IA | ai-product-manager | core | -
# levels by the place of the word
Study Coordinator - Phase II-III - Full Time | other | excluded | -
Associate Data Scientist | data-scientist | core | entry
Data Scientist, Associate | data-scientist | core | entry
Associate Applied (AI) Engineer | ai-software-engineer | core | entry
Client Services Associate | other | excluded | entry
Sales Associate | other | excluded | -
QA Technician Level 1-3 | other | excluded | entry
Research Associate II | other | excluded | mid
Senior Associate, Advisory | other | excluded | senior
Campus Data Engineer | data-engineer | probable | entry
Campus Recruiter | other | excluded | -
Group Product Manager, AI | ai-product-manager | core | lead
Group, AI Product Manager | ai-product-manager | core | lead
Privacy Leader | other | excluded | lead
Coach - Leader Programs | other | excluded | -
Warehouse Supervisor | other | excluded | manager
Supervisor, Assembly Technicians | other | excluded | manager
Junior Applications Manager | other | excluded | entry
Strategy Manager (Individual Contributor) | other | excluded | -
Channel Sales Manager | other | excluded | -
Sales Manager | other | excluded | manager
(Senior) Data Engineer | data-engineer | probable | -
Data Engineer (Senior) | data-engineer | probable | senior
Architect, Office of the CTO | other | excluded | -
Staff Engineering Manager | software-engineer | excluded | manager
Marketing Operations Manager - Lead Flow | other | excluded | -
Lead Gen-AI Engineer | llm-engineer | core | lead
AI Developer (Presales) | ai-consultant | core | -
Frontend Developer, Generative AI | ai-software-engineer | core | -
Software Engineer, Cloud/AI | ai-software-engineer | core | -
Software Engineer, AI/Cloud | mlops-engineer | core | -
Engineer - NLP Engineer | ml-engineer | core | -
Director, AI Center of Excellence | ai-engineering-manager | core | director
Semiconductor Module Engineer, CMP | other | excluded | -
Data Analyst_Marketing | data-analyst | probable | -
# letters that look like AI
Agronomy Manager (IL & IA) | other | excluded | manager
Territory Sales Manager - Des Moines, IA | other | excluded | -
Registered Nurse - Cedar Rapids, IA | other | excluded | -
Ingeniero de Software, IA | ai-software-engineer | core | -
Directeur Commercial, IA | ai-sales | probable | director
Interim Manager a.i. | other | excluded | manager
Managing Director a.i., Germany | other | excluded | director
A.I. Engineer | ai-software-engineer | core | -
Account Executive at Mistral.ai | other | excluded | -
Frontend Developer - beamery.ai | software-engineer | excluded | -
# managers of something else than engineering
AI Partnerships Manager | ai-sales | probable | -
AI Learning Manager | other | probable | manager
AI Customer Success Manager | ai-consultant | probable | -
AI Engineering Team Manager | ai-engineering-manager | core | manager
AI Platform Manager | ai-engineering-manager | core | manager
Head of AI | ai-engineering-manager | core | director
Head of AI and Automation | ai-engineering-manager | core | director
Director, AI | ai-engineering-manager | core | director
AI Localization Manager | other | probable | manager
Manager, AI Billing | other | probable | manager
Machine Learning Manager | ai-engineering-manager | core | manager
Manager, NLP | ai-engineering-manager | core | manager
Director of AI Infrastructure | ai-engineering-manager | core | director
AI Legal Director | other | probable | director
Head of AI Films | other | probable | director
# red teams, alignment and safeguards outside AI
Red Team Lead | other | excluded | lead
Senior Red Team Engineer | software-engineer | excluded | senior
Offensive Security Engineer, Red Team | software-engineer | excluded | -
Wheel Alignment Technician | other | excluded | -
Alignment Engineer - Optics | other | excluded | -
Sales Alignment Manager | other | excluded | manager
Alignment Researcher | ai-safety | core | -
Research Scientist, Interpretability | ai-safety | core | -
AI Red Team Engineer | ai-safety | core | -
Nuclear Safeguards Engineer | other | excluded | -
# testers
QA Engineer - AI | other | probable | -
Software Tester (AI) | other | probable | -
Test Automation Engineer, AI Products | other | probable | -
Senior QA Engineer – Machine Learning Platform | other | probable | senior
# agents that are programs or people, robots that are none
Endpoint Agent Engineer | software-engineer | excluded | -
Linux Agent Developer | software-engineer | excluded | -
C++ Developer, Windows Agent | software-engineer | excluded | -
Call Center Agents | other | excluded | -
Team Lead - Contact Center Agents | other | excluded | lead
Customer Service Agents (German) | other | excluded | -
Robotic Process Automation Developer | software-engineer | excluded | -
Multimodal Transport Planner | other | excluded | -
# data that is a cable, analysts of ledgers
Data Cabling Engineer | other | excluded | -
Data Center Engineer | other | excluded | -
Data Protection Officer | other | excluded | -
Data Network Engineer | other | excluded | -
Master Data Specialist | data-analyst | probable | -
Clinical Data Manager | other | excluded | manager
Data Center Operations Manager | other | excluded | manager
ESG Reporting Analyst | other | excluded | -
Fund Reporting Analyst | other | excluded | -
Regulatory Reporting Analyst | other | excluded | -
Payroll Reporting Analyst | other | excluded | -
# two trades beside each other
Business Analyst / Data Scientist | data-scientist | core | -
Software Engineer/Data Engineer | data-engineer | probable | -
QA Analyst/Data Analyst | data-analyst | probable | -
Project Manager/Data Analyst | data-analyst | probable | -
# offices that a job serves, and their holders
Account Executive, CTO Office Solutions | other | excluded | -
PA to the CEO | other | excluded | -
CFO Business Partner | other | excluded | -
Assistant to CFO | other | excluded | -
CTO | other | excluded | executive
Co-Founder & CTO | other | excluded | executive
Fractional CFO - Europe | other | excluded | executive
Group CFO | other | excluded | executive
# abbreviations in brackets
Search Engine Optimization (SEO) Manager | other | excluded | manager
Customer Relationship Management (CRM) Manager | other | excluded | manager
# officers and directors
Chief Information Security Officer | other | excluded | executive
Deputy Chief Financial Officer | other | excluded | executive
Global Head of Talent | other | excluded | director
Regional Head Sales | other | excluded | director
HR Director Germany | other | excluded | director
Sales Director DACH | other | excluded | director
Finance Director UK & Ireland | other | excluded | director
Creative Director | other | excluded | director
Funeral Director | other | excluded | -
Account Director | other | excluded | -
Head Nurse | other | excluded | lead
Crew Chief | other | excluded | lead
Chief Nurse | other | excluded | lead
Group Chief Risk Officer | other | excluded | executive
Assistant, President's Office | other | excluded | -
Manager in Training | other | excluded | entry
Group Leader Sensors | other | excluded | lead
Head Baker | other | excluded | lead
# the level belongs to the head of the title
Analyst III - Senior Portfolio Team | other | excluded | senior
Software Engineer I - Principal Systems Group | software-engineer | excluded | entry
Junior Data Analyst - Lead Generation | data-analyst | probable | entry
Developer II, Staff Tools | software-engineer | excluded | mid
Graduate Engineer - Senior Living | software-engineer | excluded | entry
Internship - Office of the CFO | other | excluded | intern
Data Science, Staff | data-scientist | core | lead
Security Engineering, Principal | software-engineer | excluded | lead
Account Manager UK&I | other | excluded | -
Sales Lead D&I | other | excluded | lead
# grades
Associate Vice President, Actuarial | other | excluded | executive
Quant Developer - Associate Vice President | software-engineer | excluded | senior
Data Analyst, AVP | data-analyst | probable | senior
Associate Principal Consultant | other | excluded | lead
Team Lead Customer Service | other | excluded | lead
# programmes for beginners
Early Careers Recruiter | other | excluded | -
Apprenticeship Coordinator | other | excluded | -
# Swedish, Dutch, Portuguese, Italian, Polish
Erfaren backendutvecklare | software-engineer | excluded | senior
Junior Systemutvecklare | software-engineer | excluded | entry
Avdelningschef | other | excluded | manager
Ervaren softwareontwikkelaar | software-engineer | excluded | senior
Teamleider Magazijn | other | excluded | manager
Hoofd ICT | other | excluded | director
Begeleider gehandicaptenzorg | other | excluded | -
Stage Marketing | other | excluded | intern
Afstudeerstage Data Science | data-scientist | core | intern
Desenvolvedor Pleno | software-engineer | excluded | mid
Coordenador de Vendas | other | excluded | manager
Diretor de Tecnologia | other | excluded | director
Estágio em Engenharia de Dados | data-engineer | probable | intern
Analista de Dados Júnior | data-analyst | probable | entry
Sviluppatore Java Esperto | software-engineer | excluded | senior
Responsabile Marketing | other | excluded | manager
Stage Amministrazione | other | excluded | intern
Starszy Programista Java | software-engineer | excluded | senior
Młodszy Tester | other | excluded | entry
Kierownik Działu Sprzedaży | other | excluded | manager
Specjalista ds. marketingu | other | excluded | -
Dyrektor Finansowy | other | excluded | director
Stażysta w dziale IT | other | excluded | intern
Inżynier danych | data-engineer | probable | -
Programista Python | software-engineer | excluded | -
Główny Księgowy | other | excluded | lead
Dataingenjör | data-engineer | probable | -
AI-ingenjör | ai-software-engineer | core | -
Utvecklare | software-engineer | excluded | -
Maskininlärningsingenjör | ml-engineer | core | -
Data Engineer (medior) | data-engineer | probable | mid
AI-utvecklare | ai-software-engineer | core | -
Ingegnere dei dati | data-engineer | probable | -
Sviluppatore IA | ai-software-engineer | core | -
Cientista de Dados Sênior | data-scientist | core | senior
Datawetenschapper | data-scientist | core | -
Data-analist | data-analyst | probable | -
"""
ROWS = [
    tuple(cell.strip() for cell in line.rsplit("|", 3))
    for line in TABLE.splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("title", "role", "tier", "level"), ROWS)
def test_a_title_of_the_table(title: str, role: str, tier: str, level: str) -> None:
    reading = read_title(title)
    assert (reading.role, reading.tier, reading.level or "-") == (role, tier, level)


LANGUAGES = Path(__file__).parents[1] / "labels" / "levels_by_language.tsv"
BY_LANGUAGE = [
    line.split("\t") for line in LANGUAGES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize(("language", "title", "level"), BY_LANGUAGE)
def test_levels_in_swedish_dutch_portuguese_italian_and_polish(language: str, title: str, level: str) -> None:
    assert (read_title(title).level or "-") == level, language


FIRST_READ = Path(__file__).parents[1] / "labels" / "titles.tsv"


@pytest.mark.parametrize(("what", "least"), [("role", 0.97), ("tier", 0.98), ("level", 0.98)])
def test_titles_of_boards_labelled_before_they_were_read(what: str, least: float) -> None:
    """Six samples of boards' titles; every label was written down before the program's answer was seen."""
    rows = [line.split("\t") for line in FIRST_READ.read_text(encoding="utf-8").splitlines()[1:]]
    place = ("role", "tier", "level").index(what) + 1
    answers = {"role": lambda r: r.role, "tier": lambda r: r.tier, "level": lambda r: r.level or "mid"}
    marks = [answers[what](read_title(row[0])) == row[place] for row in rows if row[place] != "?"]
    assert sum(marks) / len(marks) >= least
