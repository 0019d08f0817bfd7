"""Titles as boards write them, each with the role, the tier and the level that it names."""

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
Software Engineer in Test, AI Products | ai-software-engineer | core | -
SDET - AI Assistants | ai-software-engineer | core | -
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
AI Operations Manager | other | probable | manager
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
Data Analyst_Marketing | data-analyst | probable | -
"""
ROWS = [
    tuple(cell.strip() for cell in line.split("|")) for line in TABLE.splitlines() if line and not line.startswith("#")
]


@pytest.mark.parametrize(("title", "role", "tier", "level"), ROWS)
def test_a_title_of_the_table(title: str, role: str, tier: str, level: str) -> None:
    reading = read_title(title)
    assert (reading.role, reading.tier, reading.level or "-") == (role, tier, level)
