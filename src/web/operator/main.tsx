import { createRoot } from 'react-dom/client'
import { loadMessages, startLanguage } from '../shared/i18n/i18n.tsx'
import { App } from './app.tsx'
import { consoleLanguage, loadTexts } from './i18n/texts.tsx'
import '../shared/styles/tokens.css'
import '../shared/styles/base.css'
import '../shared/styles/brand.css'
import '../shared/styles/controls.css'
import './styles/acts.css'
import './styles/frame.css'
import './styles/palette.css'
import './styles/tables.css'

const target = document.getElementById('app')
if (!target) throw new Error('the page has no place for the app')
const language = consoleLanguage(startLanguage())
document.documentElement.lang = language
document.documentElement.dir = 'ltr'
const [messages, texts] = await Promise.all([loadMessages(language), loadTexts(language)])
createRoot(target).render(<App messages={messages} texts={texts} />)
