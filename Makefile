# Two commands are enough: make run, make test. The work is done in scripts/ (Python, standard library only).
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run test test-fast check bench bench-search bench-relevance lighthouse setup translations clean

help: ## dire ce que chaque commande fait
	@echo "Trait d’union — commandes :"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1 : \2/'

run: ## installer ce qui manque, puis ouvrir le site de démonstration sur http://127.0.0.1:8000 (PORT, ANNUAIRE_INSTANCE)
	@exec $(PYTHON) -m scripts.run

test: ## tout vérifier et tout tester (ARGS="-k horaires" pour choisir)
	@$(PYTHON) -m scripts.test $(ARGS)

test-fast: ## les tests sans navigateur, pour travailler
	@$(PYTHON) -m scripts.test --fast $(ARGS)

check: ## ruff, mypy, étages, règles de la maison
	@$(PYTHON) -m scripts.check

bench: ## mesurer la recherche et les pages (tableau dans benchmarks/) ; ARGS=acts pour cinquante actes par seconde
	@$(PYTHON) -m scripts.bench $(ARGS)

bench-search: ## mesurer les moteurs sur les mêmes questions, puis l’écriture (ARGS="--sizes 300,30000" ; 300000 est long)
	@$(PYTHON) -m scripts.bench search $(ARGS)
	@$(PYTHON) -m scripts.bench writes $(ARGS)

bench-relevance: ## mesurer la pertinence sur les recherches jugées (BENCH_JUDGED=fichier.csv pour les vôtres)
	@$(PYTHON) -m scripts.bench relevance $(ARGS)

lighthouse: ## mesurer cinq pages comme sur un téléphone lent (Lighthouse, installé à la demande ; tableau dans benchmarks/)
	@$(PYTHON) -m scripts.lighthouse $(ARGS)

translations: ## mettre à jour les catalogues des autres langues et dire ce qui manque (ARGS="check en")
	@.venv/bin/python -m scripts.catalogs $(ARGS)

setup: ## tout installer sans rien lancer
	@$(PYTHON) -m scripts.setup

clean: ## retirer ce qui a été installé et produit (jamais le dossier instance/)
	rm -rf .venv node_modules build static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
