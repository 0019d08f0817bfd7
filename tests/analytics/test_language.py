"""Language of a posting."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.text.language import detect

SENTENCES = {
    "en": "You will build the models that our customers use, and work with a team of engineers in the city.",
    "de": "Du entwickelst die Modelle, mit denen unsere Kunden arbeiten, und bist Teil eines Teams von Ingenieuren.",
    "fr": "Vous développez les modèles que nos clients utilisent et vous travaillez avec une équipe dans la ville.",
    "es": "Desarrollarás los modelos que usan nuestros clientes y trabajarás con un equipo de ingenieros en la ciudad.",
    "it": "Svilupperai i modelli che i nostri clienti usano e lavorerai con un gruppo di ingegneri nella città per.",
    "nl": "Je bouwt de modellen die onze klanten gebruiken en werkt met een team van ingenieurs in het hart van de.",
    "pt": "Você vai desenvolver os modelos que os nossos clientes usam e trabalhar com uma equipe de pessoas na.",
    "pl": "Będziesz tworzyć modele, z których korzystają nasi klienci, oraz pracować w zespole, który jest w tym.",
    "sv": "Du utvecklar modeller som våra kunder använder och arbetar med ett team av ingenjörer som är bra på det.",
    "da": "Du udvikler modeller, som vores kunder bruger, og arbejder sammen med et hold af ingeniører, der er gode.",
    "no": "Du utvikler modeller som kundene våre bruker, og jobber sammen med et lag av ingeniører som er gode på det.",
    "fi": "Kehität malleja, joita asiakkaamme käyttävät, ja työskentelet tiimissä, joka on hyvä ja jossa sinun on.",
    "cs": "Budeš vyvíjet modely, které používají naši zákazníci, a pracovat s týmem, který je v centru města, kde.",
    "tr": "Müşterilerimizin kullandığı modelleri geliştirecek ve şehirde çok iyi bir ekip ile birlikte bu iş için.",
    "vi": "Bạn sẽ xây dựng các mô hình mà khách hàng của chúng tôi sử dụng và làm việc với một đội ngũ kỹ sư trong.",
    "id": "Anda akan membangun model yang digunakan oleh pelanggan kami dan bekerja dengan tim yang ada di kota ini.",
    "ja": "お客様が使うモデルを開発し、エンジニアのチームと一緒に働きます。",
    "zh": "你将开发客户使用的模型，并与工程师团队一起工作。",
    "ko": "고객이 사용하는 모델을 개발하고 엔지니어 팀과 함께 일하게 됩니다.",
    "ru": "Вы будете разрабатывать модели, которыми пользуются наши клиенты, и работать в команде инженеров. Мы рады.",
    "uk": "Ви будете розробляти моделі, якими користуються наші клієнти, і працювати в команді інженерів.",
    "ar": "ستقوم بتطوير النماذج التي يستخدمها عملاؤنا وستعمل مع فريق من المهندسين.",
    "he": "תפתחו את המודלים שהלקוחות שלנו משתמשים בהם ותעבדו עם צוות מהנדסים.",
    "th": "คุณจะพัฒนาโมเดลที่ลูกค้าของเราใช้และทำงานร่วมกับทีมวิศวกร",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_languages_of_postings(language: str) -> None:
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize("language", ["de", "fr", "es", "ja", "ru"])
def test_names_of_technologies_do_not_make_it_english(language: str) -> None:
    assert detect(SENTENCES[language] + " Python, TensorFlow, Kubernetes, Machine Learning, AWS, Docker") == language


@pytest.mark.parametrize(
    "text", ["", "Python", "Senior Data Engineer", "12345 67890 !!!", "🎉🎉🎉", "AWS, GCP, SQL, dbt, Spark, Kafka"]
)
def test_too_short_or_unclear_is_none(text: str) -> None:
    assert detect(text) is None


@given(st.text(max_size=500))
def test_any_text_gives_an_answer(text: str) -> None:
    assert detect(text) is None or len(detect(text) or "") == 2


def test_a_megabyte_is_sampled() -> None:
    text = SENTENCES["de"] * 10_000
    start = time.process_time()
    assert detect(text) == "de"
    assert time.process_time() - start < 0.05
